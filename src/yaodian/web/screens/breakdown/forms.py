"""Forms of the breakdown: a task's assignment, sub-tasks, and the words that each step of its life needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yaodian.apps.plans.services.subtasks import STAGES

LONG = forms.Textarea(attrs={"rows": 3})


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AssignForm(forms.Form):
    """Who leads, helps, answers and watches; by when; with what measures and evidence."""

    lead = forms.ChoiceField(label=_("牵头科室"), required=False)
    owner = forms.ChoiceField(label=_("责任人"), required=False)
    leader = forms.ChoiceField(label=_("分管领导"), required=False)
    support = forms.MultipleChoiceField(label=_("配合科室"), required=False, widget=forms.CheckboxSelectMultiple)
    starts_on = forms.DateField(label=_("开始日期"), required=False, widget=DayInput)
    due = forms.DateField(label=_("时限"), required=False, widget=DayInput)
    title = forms.CharField(label=_("任务"), max_length=300)
    measures = forms.CharField(label=_("主要措施"), required=False, widget=LONG)
    evidence = forms.CharField(label=_("办结条件"), required=False, widget=LONG, help_text=_("一行一条"))
    remark = forms.CharField(label=_("备注"), required=False, widget=LONG)
    basis = forms.CharField(
        label=_("调整依据"), max_length=300, help_text=_("会议纪要、文号或原因，记入调整记录并通知有关科室")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], issued: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]  # all of them are choice fields
        if not issued:
            del self.fields["basis"]

    def changes(self) -> dict[str, Any]:
        """What was changed, and always lead and due, which are confirmed by saving."""
        sent = {*self.changed_data, "lead", "due"} - {"version", "basis"}
        return {name: self.cleaned_data[name] for name in sent}


class RowForm(forms.Form):
    """Lead and due date in the table itself."""

    lead = forms.ChoiceField(label=_("牵头科室"), required=False)
    due = forms.DateField(label=_("时限"), required=False, widget=DayInput)
    basis = forms.CharField(label=_("调整依据"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, leads: list[tuple[str, str]], issued: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="row_%s", **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]  # a choice field
        if not issued:
            del self.fields["basis"]

    def changes(self) -> dict[str, Any]:
        """Both, so that saving confirms what was proposed."""
        return {name: self.cleaned_data[name] for name in ("lead", "due")}


class SubtaskForm(forms.Form):
    """One unit's part."""

    title = forms.CharField(label=_("子任务"), max_length=300)
    unit = forms.ChoiceField(label=_("单位"))
    due = forms.DateField(label=_("时限"), widget=DayInput)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="sub_%s", **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field


class FanOutForm(forms.Form):
    """A part for each school of some stages."""

    title = forms.CharField(label=_("每所学校要做的"), max_length=300)
    stages = forms.MultipleChoiceField(
        label=_("学段"), choices=list(STAGES.items()), widget=forms.CheckboxSelectMultiple
    )
    due = forms.DateField(label=_("时限"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="fan_%s", **kwargs)


class ReasonForm(forms.Form):
    """Why something is withdrawn or sent back."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=LONG)


class ConsultForm(forms.Form):
    """Until when the offices are asked."""

    until = forms.DateField(label=_("征求意见截止"), widget=DayInput)


class IssueForm(forms.Form):
    """The document number and the day of issue."""

    number = forms.CharField(label=_("文号"), max_length=60, help_text=_("如青教发〔2026〕3号"))
    on = forms.DateField(label=_("印发日期"), widget=DayInput)


class OpinionForm(forms.Form):
    """An opinion on a task or on the whole."""

    item = forms.ChoiceField(label=_("对哪一项"), required=False)
    says = forms.CharField(
        label=_("意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("写明要改什么、怎样改")
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items  # type: ignore[attr-defined]  # a choice field
