"""The plan as a document, and what was read out of it: items (任务), targets (目标) and doubts (存疑).

Every item and target keeps its place as `start` and `end` in the text that its `text_version` names: 0 the plan's own,
else that of the revision with this number. What it quotes is given by `plans.wordings`, never by slicing `plan.text`.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yaodian.apps.plans.models.document import AS_READ, Document
from yaodian.apps.plans.models.promise import BOTH_ENDS, Promised


class Plans(models.QuerySet["Plan"]):
    """Plans; the reading cannot be changed in bulk."""

    def update(self, **values: Any) -> int:
        """As Django's, but refuses the text and the reading."""
        if refused := set(values).intersection(AS_READ):
            raise ValueError(f"immutable once read: {', '.join(sorted(refused))}")
        return super().update(**values)


class Plan(Document):
    """A year's work plan (工作要点): its document, its immutable text and reading, and where it stands."""

    class State(models.TextChoices):
        """The document's life."""

        READING = "reading", _("正在读取")
        FAILED = "failed", _("没有读出来")
        REVIEW = "review", _("核对中")
        PUBLISHED = "published", _("已发布")
        CLOSED = "closed", _("已结束")

    class Breakdown(models.TextChoices):
        """The breakdown's life (任务分解)."""

        DRAFT = "draft", _("拟稿")
        CONSULTING = "consulting", _("征求意见")
        APPROVED = "approved", _("已审定")
        ISSUED = "issued", _("已印发")

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    breakdown = models.CharField(max_length=10, choices=Breakdown, default=Breakdown.DRAFT)
    text_version = models.PositiveSmallIntegerField(default=0)  # of the newest applied revision; 0: the plan's own text
    number = models.CharField(max_length=60, blank=True)  # 文号 of the issued breakdown
    issued_on = models.DateField(null=True)
    consult_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = Plans.as_manager()

    class Meta:
        """Newest year first."""

        ordering = ("-year", "-pk")
        constraints = (
            models.CheckConstraint(
                name="plan_issued_has_number",
                condition=~Q(breakdown="issued") | (Q(issued_on__isnull=False) & ~Q(number="")),
                violation_error_message=_("印发要写文号和日期"),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One node of the plan's outline: a section, or a task (任务) that somebody owes."""

    class Kind(models.TextChoices):
        """What the node is."""

        SECTION = "section", _("标题")
        TASK = "task", _("任务")
        NONE = "none", _("不是任务")

    class Review(models.TextChoices):
        """How far a person has looked at it."""

        OPEN = "open", _("待核对")
        CONFIRMED = "confirmed", _("已确认")

    class State(models.TextChoices):
        """What the owner says of it; the light (灯) is computed from this and more, never typed."""

        IDLE = "idle", _("未开始")
        UNDERWAY = "underway", _("推进中")
        FINISHED = "finished", _("已办结")
        WITHDRAWN = "withdrawn", _("已撤销")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    order = models.PositiveIntegerField()  # in document order over the whole plan
    number = models.CharField(max_length=20)  # shown number, e.g. "2.3"
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=300)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text_version = models.PositiveSmallIntegerField(default=0)  # in which text the place counts
    since = models.DateField(null=True)  # the day from which a revision added it; None: from the beginning
    review = models.CharField(max_length=10, choices=Review, default=Review.OPEN)
    confirmed_by = models.CharField(max_length=100, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)  # grows with each edit; a stale save is told, not lost

    measures = models.TextField(blank=True)  # 主要措施
    evidence = models.TextField(blank=True)  # 办结条件, one line each
    lead = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="items_led")  # 牵头
    support = models.ManyToManyField("orgs.Unit", related_name="items_supported")  # 配合
    owner = models.ForeignKey("orgs.Post", models.PROTECT, null=True, related_name="items_owned")  # 责任人
    leader = models.ForeignKey("orgs.Post", models.PROTECT, null=True, related_name="items_overseen")  # 分管领导
    lead_why = models.CharField(max_length=200, blank=True)  # 原文写明 / 按职责表推荐 / 人工指定, with the words
    starts_on = models.DateField(null=True)
    due = models.DateField(null=True)
    due_text = models.CharField(max_length=100, blank=True)
    due_why = models.CharField(max_length=200, blank=True)
    remark = models.TextField(blank=True)  # 备注

    state = models.CharField(max_length=10, choices=State, default=State.IDLE)
    finished_on = models.DateField(null=True)
    withdrawn_basis = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True)
    gaps = models.JSONField(default=list)  # [[from, until)] in ISO: it stood withdrawn, and was restored since

    class Meta:
        """In document order."""

        ordering = ("plan", "order")
        constraints = (
            models.CheckConstraint(name="item_span_in_order", condition=Q(end__gte=F("start"))),
            models.CheckConstraint(
                name="item_finished_has_date",
                condition=Q(state="finished", finished_on__isnull=False) | (~Q(state="finished") & Q(finished_on=None)),
                violation_error_message=_("办结要写办结日期"),
            ),
            models.CheckConstraint(
                name="item_confirmed_pair",
                condition=Q(review="confirmed", confirmed_at__isnull=False) | Q(review="open", confirmed_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CurrentTargets(models.Manager["Target"]):
    """The targets that hold; those that a revision ended are left out, also in `item.targets`."""

    def get_queryset(self) -> models.QuerySet["Target"]:
        """Without the ended ones."""
        return super().get_queryset().filter(until=None)


class Target(Promised):
    """A promised or limited quantity (目标, 限值) of an item, as it holds now; what held before is in its `versions`."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="targets")
    order = models.PositiveIntegerField()
    owner = models.ForeignKey("orgs.Post", models.PROTECT, null=True, related_name="targets_owned")  # None: the item's
    bound_by = models.CharField(max_length=100, blank=True)  # who confirmed the binding, or that it is reported
    bound_at = models.DateTimeField(null=True)
    start = models.PositiveIntegerField(null=True)  # None: added by hand, no place in the text
    end = models.PositiveIntegerField(null=True)
    text_version = models.PositiveSmallIntegerField(default=0)  # in which text the place counts
    since = models.DateField(null=True)  # the day from which a revision added it; None: from the beginning
    until = models.DateField(null=True)  # the last day on which it held, where a revision ended it
    review = models.CharField(max_length=10, choices=Item.Review, default=Item.Review.OPEN)

    objects = CurrentTargets()
    ever = models.Manager["Target"]()  # with those that a revision ended, for the lights of past days

    class Meta:
        """In document order."""

        ordering = ("item", "order", "pk")
        constraints = (
            models.CheckConstraint(
                name="target_range_has_both_ends",
                condition=BOTH_ENDS,
                violation_error_message=_("范围要写两个数，前小后大"),
            ),
            models.CheckConstraint(
                name="target_baseline_first",
                condition=Q(baseline__isnull=False) | Q(baseline_on=None, baseline_source=""),
                violation_error_message=_("没有基数，就没有基数的日期和来源"),
            ),
            models.CheckConstraint(
                name="target_span_pair",
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__gt=F("start")),
            ),
            models.CheckConstraint(
                name="target_binding_names_indicator",
                condition=~Q(binding__in=("proposed", "bound")) | ~Q(indicator_code=""),
                violation_error_message=_("绑定要选一个指标"),
            ),
            models.CheckConstraint(
                name="target_binding_by_somebody",
                condition=Q(binding__in=("bound", "reported"), bound_at__isnull=False)
                | Q(binding__in=("open", "proposed"), bound_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject}{self.indicator}"


class Doubt(models.Model):
    """A field that the reader is not sure of, and why; settled when a person confirms or changes the field."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="doubts")
    target = models.ForeignKey(Target, models.CASCADE, null=True, related_name="doubts")
    field = models.CharField(max_length=40)
    certainty = models.FloatField()  # 0–1
    why = models.CharField(max_length=200)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """The most doubtful first."""

        ordering = ("certainty", "pk")
