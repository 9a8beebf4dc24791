"""Movements as acts: what was done with one child or with a class, from which day, why; what certificates print."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Movement(models.Model):
    """One act. `batch` is the batch of the register of pupils by which it was written; `pupil` is unknown where it moved many."""

    class Kind(models.TextChoices):
        """What was done."""

        TRANSFERRED = "transferred", _("县内转学")
        CAME = "came", _("县外转入")
        WENT = "went", _("转往县外")
        SUSPENDED = "suspended", _("休学")
        RETURNED = "returned", _("复学")
        LEFT = "left", _("离校")
        RECLASSED = "reclassed", _("调班")
        GRADUATED = "graduated", _("毕业")
        PROMOTED = "promoted", _("升级")

    kind = models.CharField(max_length=12, choices=Kind)
    school = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")  # where the child was, or came to
    pupil = models.BigIntegerField(null=True, db_index=True)
    count = models.PositiveIntegerField(default=1)  # children
    title = models.CharField(max_length=100, blank=True)  # the class, where the act was one of a class
    on = models.DateField()  # the first day on which it holds
    until = models.DateField(null=True)  # of a suspension: the first day back, as planned
    reason = models.CharField(max_length=300, blank=True)
    counterpart = models.CharField(max_length=200, blank=True)  # the school outside the county
    place = models.CharField(max_length=200, blank=True)  # its province and county
    contact = models.CharField(max_length=60, blank=True)  # its telephone number
    batch = models.BigIntegerField(null=True)  # of the register of pupils
    classes_batch = models.BigIntegerField(null=True)  # of the register of classes, which a promotion writes too
    undone_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)

    class Meta:
        """Newest first."""

        app_label = "movements"
        ordering = ("-at", "-pk")
        indexes = (models.Index(name="movement_school", fields=["school", "kind", "on"]),)
