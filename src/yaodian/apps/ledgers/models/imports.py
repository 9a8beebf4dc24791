"""Imports: one uploaded sheet on its way into a register, what is wrong with it, and what was decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaodian.apps.ledgers.models.batch import Batch


class Import(models.Model):
    """One import. Its rows wait in `ledger_<key>_staged` under `run` = this id until they are confirmed or dropped."""

    class State(models.TextChoices):
        """Where it stands."""

        READING = "reading", _("正在读取核对")
        MAPPING = "mapping", _("待对应列名")
        CHECKED = "checked", _("待确认")
        WRITING = "writing", _("正在写入")
        DONE = "done", _("已写入")
        UNDONE = "undone", _("已撤销")
        FAILED = "failed", _("没有读成")
        CANCELLED = "cancelled", _("已取消")

    class Blanks(models.TextChoices):
        """What an empty cell of a row that is known already means."""

        KEEP = "keep", _("空格表示不改")
        CLEAR = "clear", _("空格表示清空")

    register = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")  # the rows to mend
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")  # of the post that imports
    by_user = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    by_post = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    period = models.CharField(max_length=12, blank=True)  # of a periodic register
    profile = models.CharField(max_length=64, blank=True)  # the system the sheet was exported from
    blanks = models.CharField(max_length=8, choices=Blanks, default=Blanks.KEEP)
    whole = models.BooleanField(default=False)  # the sheet is the whole scope: rows that it lacks go
    known_only = models.BooleanField(default=False)  # new rows are an error
    headings = models.JSONField(default=list)  # [{"text", "example"}] as the sheet has them
    mapping = models.JSONField(default=dict)  # heading → column key, "" = ignored
    counts = models.JSONField(default=dict)  # rows, new, changed, moved, same, gone, kept, errors, warnings, by column
    rules = models.JSONField(default=dict)  # column key → "ours": differing cells of it are not taken over
    message = models.TextField(blank=True)  # why it failed, for people
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")  # the latest one
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="import_run")

    class Meta:
        """Newest first."""

        app_label = "ledgers"
        ordering = ("-pk",)
        indexes = (models.Index(name="ledger_import_list", fields=["register", "-id"]),)


class ImportProblem(models.Model):
    """One wrong cell, failed check or remark of an import; the first ones only, all stand in the import's `report`."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="problems")
    severity = models.CharField(max_length=8)  # kernel.breach.Severity
    code = models.CharField(max_length=40, blank=True)  # of a data check
    sheet = models.CharField(max_length=100, blank=True)
    number = models.IntegerField(null=True)  # the sheet's row
    column = models.CharField(max_length=64, blank=True)  # a column's key
    value = models.CharField(max_length=200, blank=True)
    says = models.CharField(max_length=500)
    fix = models.CharField(max_length=500, blank=True)

    class Meta:
        """In the order of the sheet."""

        app_label = "ledgers"
        ordering = ("pk",)


class HeadingMap(models.Model):
    """What a unit once said which column each heading of such a sheet is; used for the next sheet with the same headings."""

    unit = models.ForeignKey("orgs.Unit", models.CASCADE, related_name="+")  # the root of the tree: the bureau
    register = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)  # SHA-256 of the headings
    mapping = models.JSONField()
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        """One for each signature."""

        app_label = "ledgers"
        constraints = (
            models.UniqueConstraint(name="ledger_heading_map_once", fields=["unit", "register", "signature"]),
        )


class ImportDecision(models.Model):
    """A cell, row or column value of a reconciliation that was decided by hand: ours stays, or theirs is taken."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="decisions")
    row = models.BigIntegerField()  # the live row
    column = models.CharField(max_length=64, blank=True)  # "" = the whole row
    ours = models.BooleanField()

    class Meta:
        """One decision for each cell."""

        app_label = "ledgers"
        constraints = (models.UniqueConstraint(name="ledger_import_decision_once", fields=["run", "row", "column"]),)
