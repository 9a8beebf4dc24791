"""Forms around one task. What a service refuses is put beside its field by the view."""

import hashlib
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yaodian.apps.plans.selectors.evidence import ACCEPTED, conditions_of, is_accepted
from yaodian.kernel.figures import plain

MEGABYTES = 20
PATHS = (("linear", _("直线")), ("terms", _("按学期")), ("own", _("自定")))
KINDS_SHOWN = "Word、WPS、Excel、PDF、OFD、图片、压缩包"


class FigureField(forms.CharField):
    """A number as people type it: full-width digits, separators and a trailing unit or % are understood."""

    def __init__(self, unit: str, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """The exact number, None for an empty field."""
        typed = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip()
        typed = typed.removesuffix(unicodedata.normalize("NFKC", self.unit)).strip() if self.unit else typed
        if not typed:
            return None
        try:
            number = Decimal(typed)
        except InvalidOperation:
            raise forms.ValidationError(f"“{value}”不是数。只写数字，如12或3.5。") from None
        if not number.is_finite():
            raise forms.ValidationError(f"“{value}”不是数。只写数字。")
        return number


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked for its size and kind."""

    def __init__(self, **kwargs: Any) -> None:
        widget = ManyFilesInput(attrs={"multiple": True, "accept": ",".join(ACCEPTED)})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ARG002  # Django passes it
        """The files; none is an empty list."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        wrong = []
        for file in files:
            if file.size > MEGABYTES * 1024 * 1024:
                wrong.append(
                    f"“{file.name}”有{file.size / 1024 / 1024:.1f}兆，一份最多{MEGABYTES}兆。请压缩或分开再传。"
                )
            elif not file.size:
                wrong.append(f"“{file.name}”是空文件。请看选对没有。")
            elif not is_accepted(file.name):
                wrong.append(f"“{file.name}”这种文件不收。请传{KINDS_SHOWN}。")
        if wrong:
            raise forms.ValidationError(wrong)
        return files


class WordsForm(forms.Form):
    """The words and files that every report has."""

    on = forms.DateField(
        label=_("截止哪天的情况"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("不是日期。写成2026-06-30这样，或从日历中选。")},
    )
    says = forms.CharField(
        label=_("进展"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("做了什么，到了哪一步。一两句就行。"),
    )
    obstacle = forms.CharField(
        label=_("卡点"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("为什么慢了，卡在谁那里。没有就空着。"),
    )
    confirm = forms.BooleanField(label=_("数是对的，原因写在进展里了"), required=False)

    def __init__(self, *args: Any, conditions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = conditions
        for number, text in enumerate(conditions):
            self.fields[f"proof-{number}"] = FilesField(label=text)
        self.fields["files"] = FilesField(label=_("其他凭据") if conditions else _("凭据"))

    @property
    def asked(self) -> str:
        """The conditions in short, sent along: files chosen beside one must not land beside another reworded since."""
        return hashlib.sha256("\n".join(self.conditions).encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """Refuse files chosen beside conditions that are no longer the task's."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        proved = any(name.startswith("proof-") for name in self.files)
        if proved and self.data.get("asked", self.asked) != self.asked:
            self.add_error(None, "办结条件刚被改过，文件没有收。请看现在的条件，再选一次文件。")
        return given

    def sent_files(self) -> list[tuple[str | None, Any]]:
        """The files with the condition that each is for (None: none of them)."""
        found: list[tuple[str | None, Any]] = []
        for number, text in enumerate(self.conditions):
            found += [(text, file) for file in self.cleaned_data[f"proof-{number}"]]
        return found + [(None, file) for file in self.cleaned_data["files"]]

    def names_of_lost_files(self) -> list[str]:
        """Files that a browser does not keep when a form comes back; to be chosen again."""
        return [file.name for name in self.files for file in self.files.getlist(name)]

    @property
    def file_fields(self) -> list[Any]:
        """The bound fields for evidence, in the order of the conditions."""
        return [self[name] for name in self.fields if name.startswith("proof-") or name == "files"]

    @property
    def wants_confirmation(self) -> bool:
        """Whether a figure looked like a slip."""
        return "confirm" in self.errors


class ReportForm(WordsForm):
    """A report on a task: state, figures, words, evidence."""

    state = forms.ChoiceField(
        label=_("状态"), widget=forms.RadioSelect, choices=(("underway", _("推进中")), ("idle", _("未开始")))
    )
    asks = forms.CharField(
        label=_("请领导定的事"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写明定什么、什么时候要。分管领导会收到消息。"),
    )

    def __init__(self, *args: Any, item: Any, lines: list[Any], leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, conditions=conditions_of(item), **kwargs)
        self.figure_names = {}
        if not leads:
            del self.fields["state"]
        for line in lines:
            target, stands = line.row.target, line.row.standing
            if target.is_bound:  # computed, nobody types it
                continue
            name = f"figure-{target.pk}"
            self.figure_names[name] = target.pk
            self.fields[name] = FigureField(target.unit, label=_label(target), help_text=_beside(line))
            if leads and stands.actual is not None:
                self.initial[name] = plain(stands.actual).replace(",", "")

    def figures(self) -> dict[int, Decimal]:
        """The figures that were filled in, by target."""
        found = {pk: self.cleaned_data.get(name) for name, pk in self.figure_names.items()}
        return {pk: value for pk, value in found.items() if value is not None}

    @property
    def figure_fields(self) -> list[Any]:
        """The bound fields of the figures."""
        return [self[name] for name in self.figure_names]


class SubtaskForm(WordsForm):
    """A school's report on its share."""

    state = forms.ChoiceField(
        label=_("状态"),
        widget=forms.RadioSelect,
        choices=(("idle", _("未开始")), ("underway", _("推进中")), ("finished", _("已完成"))),
    )


def _label(target: Any) -> str:
    return f"{target}（{target.unit}）" if target.unit else str(target)


def _beside(line: Any) -> str:
    """What a figure is to be held against: the path's value, the last figure, the target."""
    stands, target, figure = line.row.standing, line.row.target, line.row.figure
    told = [] if stands.expected is None else [f"今天应到{plain(round(stands.expected, 2))}{target.unit}"]
    if figure is not None:
        told.append(f"上次{plain(figure.value)}{target.unit}（{figure.on.month}月{figure.on.day}日）")
    return "，".join([*told, line.from_to])


class TargetForm(forms.Form):
    """A target's baseline with its day and source, and its own deadline."""

    baseline = FigureField("", label=_("基数"), help_text=_("开始时已经有多少；路径从这里起。空着就从零算。"))
    baseline_on = forms.DateField(
        label=_("基数是哪天的"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("不是日期。写成2026-06-30这样，或从日历中选。")},
    )
    baseline_source = forms.CharField(
        label=_("基数的来源"), required=False, max_length=200, help_text=_("如2025年教育事业统计年报。")
    )
    due = forms.DateField(
        label=_("目标自己的时限"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("不写，就随任务的时限。"),
        error_messages={"invalid": _("不是日期。写成2026-06-30这样，或从日历中选。")},
    )
    path_kind = forms.ChoiceField(label=_("路径"), choices=PATHS, required=False)
    path = forms.CharField(
        label=_("路上各时点的数"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "2026-06-30 60"}),
        help_text=_("一行一个：日期，空格，数。按学期的写学期末（1月31日、8月31日）。时限当天要达到目标，不用写。"),
    )
    behind_yellow = FigureField("", label=_("落后多少个百分点判预警"), help_text=_("容许落后，空着就按判灯规则。"))
    behind_red = FigureField("", label=_("落后多少个百分点判滞后"), help_text=_("空着就按判灯规则。"))
    owner = forms.ChoiceField(label=_("这个目标的责任人"), required=False)
    basis = forms.CharField(
        label=_("调整依据"), max_length=300, help_text=_("会议纪要、文号或原因，记入调整记录并通知有关科室。")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, target: Any, issued: bool, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        seen = {name: getattr(target, name) for name in ("baseline_on", "baseline_source", "due", "path_kind")}
        for name in ("baseline", "behind_yellow", "behind_red"):
            value = getattr(target, name)
            seen[name] = "" if value is None else plain(value).replace(",", "")
        seen["path"] = "\n".join(f"{day} {value}" for day, value in target.path)
        seen["owner"] = str(target.owner_id or "")
        super().__init__(*args, initial={**seen, "version": target.item.version}, **kwargs)
        self.fields["owner"].choices = [("", _("随任务")), *owners]  # type: ignore[attr-defined]  # a ChoiceField
        field = self.fields["baseline"]
        field.unit = target.unit  # type: ignore[attr-defined]  # a FigureField
        field.label = f"{field.label}（{target.unit}）" if target.unit else field.label
        if not issued:
            del self.fields["basis"]

    def clean_path(self) -> list[tuple[str, str]]:
        """(day, value) of each line, as typed."""
        lines = unicodedata.normalize("NFKC", self.cleaned_data["path"]).splitlines()
        found = []
        for line in filter(None, (line.replace(",", "").strip() for line in lines)):
            day, _space, value = line.partition(" ")
            if not value.strip():
                raise forms.ValidationError(f"“{line}”少了日期或数。一行写一个，如2026-06-30 60。")
            found.append((day, value.strip()))
        return found

    def changes(self) -> dict[str, Any]:
        """All of them, so that what is empty is cleared."""
        typed = self.cleaned_data
        named = ("baseline", "baseline_on", "baseline_source", "due", "path", "behind_yellow", "behind_red", "owner")
        return {name: typed[name] for name in named} | {"path_kind": typed["path_kind"] or "linear"}


def _asked_day(label: Any, missing: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("不是日期。写成2026-06-30这样，或从日历中选。"), "required": missing},
    )


class AskForm(forms.Form):
    """A request: to extend, to stop the clock, to finish."""

    since = _asked_day(_("从哪天起"), _("请写从哪天起停钟。"))
    until = _asked_day(_("到哪天"), _("请写到哪天。"))
    reason = forms.CharField(
        label=_("理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明理由。")},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        if kind != "pause":
            del self.fields["since"]
        if kind == "finish":
            del self.fields["until"]
            reason.label = _("办结说明")
            reason.help_text = _("怎样办成的，凭据在哪里。没有达到的目标、没有交的凭据，写明为什么。")
        elif kind == "extend":
            self.fields["until"].label = _("新的时限")
            reason.help_text = _("为什么不能按时，打算怎样赶上。")
        else:
            reason.help_text = _("在等什么，为什么等的时候办不了。停钟的天数不计时，时限顺延。")


class DecideForm(forms.Form):
    """The answer to a request."""

    decision = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回要写明还缺什么、怎样才能同意。"),
    )


class ReopenForm(forms.Form):
    """Why a finished task is opened again."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("哪里没有办成，还要做什么。牵头科室会收到消息。"),
        error_messages={"required": _("请写明哪里没有办成。")},
    )


class CommentForm(forms.Form):
    """Words on a task."""

    says = forms.CharField(label=_("写给牵头科室"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
