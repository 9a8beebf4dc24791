"""The breakdown (任务分解): who is responsible for what, opinions on the draft, sub-tasks of schools, recorded adjustments."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yaodian.apps.plans.models.plan import Item, Plan


class OfficeDuty(models.Model):
    """What an office is responsible for (职责表), in words that the proposals look for; the bureau edits it."""

    unit = models.ForeignKey("orgs.Unit", models.CASCADE, related_name="duties")
    phrase = models.CharField(max_length=60)  # a word of the field of work: 控辍保学, 校舍, 师德 …
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        """One row for each office and phrase."""

        ordering = ("unit__sort", "pk")
        constraints = (
            models.UniqueConstraint(
                name="duty_once", fields=["unit", "phrase"], violation_error_message=_("这个科室已有同样的职责词")
            ),
        )


class Subtask(models.Model):
    """A part of an item that one unit owes: an office's step, or a school's share when the item goes to 各学校."""

    class State(models.TextChoices):
        """What the unit says of it."""

        IDLE = "idle", _("未开始")
        UNDERWAY = "underway", _("推进中")
        FINISHED = "finished", _("已完成")
        WITHDRAWN = "withdrawn", _("已撤销")

    item = models.ForeignKey(Item, models.CASCADE, related_name="subtasks")
    title = models.CharField(max_length=300)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="subtasks")
    owner = models.ForeignKey("orgs.Post", models.PROTECT, null=True, related_name="subtasks_owned")
    due = models.DateField()
    batch = models.CharField(max_length=40, blank=True)  # the fan-out that made it, so that it can be withdrawn as one
    state = models.CharField(max_length=10, choices=State, default=State.IDLE)
    finished_on = models.DateField(null=True)
    gone_with_task = models.BooleanField(default=False)  # withdrawn because its task was: comes back with it

    class Meta:
        """One share of a fan-out for each unit."""

        ordering = ("item", "unit__path", "pk")
        constraints = (
            models.UniqueConstraint(
                name="subtask_once_in_batch", fields=["item", "batch", "unit"], condition=~Q(batch="")
            ),
            models.CheckConstraint(
                name="subtask_finished_has_date",
                condition=Q(state="finished", finished_on__isnull=False) | (~Q(state="finished") & Q(finished_on=None)),
            ),
        )


class Opinion(models.Model):
    """An office's opinion on the draft (征求意见); each is accepted or answered before the breakdown is approved."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("待答复")
        ACCEPTED = "accepted", _("采纳")
        ANSWERED = "answered", _("不采纳，已说明")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="opinions")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="opinions")  # None: on the whole
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="opinions")
    by_name = models.CharField(max_length=100)
    says = models.TextField()  # empty words with no item: 无意见
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first; an answer to refuse must say why."""

        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                name="opinion_answered_pair",
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="opinion_refusal_has_reason",
                condition=~Q(state="answered") | ~Q(answer=""),
                violation_error_message=_("不采纳要说明理由"),
            ),
        )


class Adjustment(models.Model):
    """A recorded change of one field after the breakdown was issued (调整)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="adjustments")
    field = models.CharField(max_length=40)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    basis = models.CharField(max_length=300)  # 依据: minutes, document number, reason
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """Newest first; never without a basis."""

        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="adjustment_has_basis", condition=~Q(basis=""), violation_error_message=_("调整要写依据")
            ),
        )
