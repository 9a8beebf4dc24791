"""Running the plan: reports with figures and evidence, requests to extend, pause or finish, comments."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yaodian.apps.plans.models.breakdown import Subtask
from yaodian.apps.plans.models.plan import Item, Target


class Report(models.Model):
    """One report of progress (报进展) on an item or on one unit's sub-task; reports are added, never changed."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="reports")
    subtask = models.ForeignKey(Subtask, models.CASCADE, null=True, related_name="reports")
    state = models.CharField(max_length=10, choices=Item.State)
    says = models.TextField()
    obstacle = models.TextField(blank=True)  # 为什么 / 卡点
    asks = models.TextField(blank=True)  # 请领导定的事
    on = models.DateField()  # the day the state and figures are of
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    is_support = models.BooleanField(
        default=False
    )  # a supporting office's (配合); the task's state and light go by the lead's
    files = models.ManyToManyField("files.StoredFile", through="ReportFile", related_name="reports")

    class Meta:
        """Newest first."""

        ordering = ("-on", "-at", "-pk")


class ReportFile(models.Model):
    """A file handed in with a report, and the one condition (办结条件) that it proves, as the condition read then."""

    report = models.ForeignKey(Report, models.CASCADE)
    storedfile = models.ForeignKey("files.StoredFile", models.CASCADE)
    condition = models.TextField(blank=True)  # "": nobody said; it is told by the words of its name

    class Meta:
        """A file once in a report."""

        constraints = (models.UniqueConstraint(name="report_file_once", fields=["report", "storedfile"]),)


class Figure(models.Model):
    """A target's figure as reported (附凭据); the newest by `on` counts."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="figures")
    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    value = models.DecimalField(max_digits=20, decimal_places=6)
    on = models.DateField()

    class Meta:
        """Newest first."""

        ordering = ("-on", "-pk")


class Request(models.Model):
    """An owner asks for what he may not do alone: a later date (延期), a stopped clock (停钟), or to finish (办结)."""

    class Kind(models.TextChoices):
        """What is asked."""

        EXTEND = "extend", _("延期")
        PAUSE = "pause", _("停钟")
        FINISH = "finish", _("办结")

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("待办")
        GRANTED = "granted", _("同意")
        REFUSED = "refused", _("退回")

    item = models.ForeignKey(Item, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.TextField()
    since = models.DateField(null=True)  # pause: from
    until = models.DateField(null=True)  # extend: the new due date; pause: to
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    by_user = models.BigIntegerField()
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    at = models.DateTimeField()
    decision = models.TextField(blank=True)
    decided_by_user = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first; one open request of a kind for each item; nobody decides on his own."""

        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                name="request_one_open",
                fields=["item", "kind"],
                condition=Q(state="open"),
                violation_error_message=_("这项任务已有一份同样的申请在等待办理"),
            ),
            models.CheckConstraint(
                name="request_decided_pair",
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_not_own",
                condition=Q(decided_by_user=None) | ~Q(decided_by_user=models.F("by_user")),
                violation_error_message=_("申请人不能批自己的申请"),
            ),
        )


class Comment(models.Model):
    """Words on an item: a leader's instruction (批示) or a colleague's note."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="comments")
    says = models.TextField()
    is_instruction = models.BooleanField(default=False)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ("-at", "-pk")
