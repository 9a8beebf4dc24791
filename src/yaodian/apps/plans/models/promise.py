"""What a target promises, and by which figure it is judged: shared by the target as it holds now and its former versions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

BOTH_ENDS = (Q(comparator="range") & Q(value_max__gte=F("value"))) | (~Q(comparator="range") & Q(value_max=None))


class Promised(models.Model):
    """A quantity with its bound, its way over the year, and the indicator (指标) that its actual figure is computed by."""

    class Kind(models.TextChoices):
        """What sort of promise it is (as in the gold schema)."""

        COMMIT = "commit", _("应达")
        STRETCH = "stretch", _("力争")
        LIMIT = "limit", _("限值")
        RESOURCE = "resource", _("投入")
        FACT = "fact", _("背景")

    class Comparator(models.TextChoices):
        """How the actual figure is held against the value."""

        AT_LEAST = ">=", "≥"
        AT_MOST = "<=", "≤"
        EXACTLY = "=", "="
        BELOW = "<", "<"
        ABOVE = ">", ">"
        ABOUT = "~", _("约")
        RANGE = "range", _("范围")

    class Binding(models.TextChoices):
        """Where the actual figure comes from: bound ones are computed, all others reported (附凭据)."""

        OPEN = "open", _("未绑定")
        PROPOSED = "proposed", _("待确认")
        BOUND = "bound", _("已绑定")
        REPORTED = "reported", _("附凭据")

    class PathKind(models.TextChoices):
        """How the values on the way were given."""

        LINEAR = "linear", _("直线")
        TERMS = "terms", _("按学期")
        OWN = "own", _("自定")

    indicator = models.CharField(max_length=200)
    subject = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    comparator = models.CharField(max_length=6, choices=Comparator)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    value_max = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(
        max_digits=20, decimal_places=6, null=True
    )  # 基数, where the path begins; None: zero
    baseline_on = models.DateField(null=True)  # the day that the baseline is of
    baseline_source = models.CharField(max_length=200, blank=True)  # where it comes from: 2025年统计年报
    due = models.DateField(null=True)  # None: the item's
    due_text = models.CharField(max_length=100, blank=True)

    binding = models.CharField(max_length=10, choices=Binding, default=Binding.OPEN)
    indicator_code = models.CharField(max_length=80, blank=True)  # as the text reads, proposed or bound
    bound_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")  # None: the plan's own
    bound_split = models.CharField(max_length=40, blank=True)  # the breakdown of which one value counts
    bound_value = models.CharField(max_length=40, blank=True)
    bound_period = models.CharField(max_length=12, blank=True)  # always this one; "": that in which the day lies
    binding_note = models.CharField(max_length=200, blank=True)  # why it is reported, or what the person remarked

    path_kind = models.CharField(max_length=6, choices=PathKind, default=PathKind.LINEAR)
    path = models.JSONField(default=list)  # [[day, value]] in ISO and as text, in order; empty for a straight line
    behind_yellow = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # 容许落后, points; None: the rule's
    behind_red = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        """Targets and their versions have tables of their own."""

        abstract = True

    @property
    def is_bound(self) -> bool:
        """Whether its figure is computed from registers."""
        return self.binding == self.Binding.BOUND


PROMISED = tuple(field.attname for field in Promised._meta.local_fields)  # what a version of a target keeps
