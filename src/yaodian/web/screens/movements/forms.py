"""Forms of movements, drop-out control and care. What a service refuses is put beside its field by `put_errors`."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from yaodian.apps.audit.clock import today
from yaodian.apps.movements.selectors.transfers import reasons
from yaodian.apps.movements.services.single import LEAVING, OUT_OF
from yaodian.kernel.errors import BadInput
from yaodian.kernel.period import FIRST_DAY, LAST_DAY
from yaodian.registers.code_lists import code_list

MISSING = {"required": _("Please fill this in.")}
OUT_OF_RANGE = _("日期要在1950年到2100年之间。")
IN_RANGE = (MinValueValidator(FIRST_DAY, OUT_OF_RANGE), MaxValueValidator(LAST_DAY, OUT_OF_RANGE))
Choices = Iterable[tuple[Any, str]]


def codes(key: str, *, within: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """The codes of a list as choices, an empty one first."""
    allowed = None if within is None else set(within)
    return [
        ("", "—"),
        *((each.code, each.name) for each in code_list(key).codes if allowed is None or each.code in allowed),
    ]


def put_errors(form: forms.Form, error: BadInput, names: dict[str, str] | None = None) -> None:
    """Put what a service refused beside the fields that it names (under other names: `names`)."""
    for name, text in error.fields.items():
        shown = (names or {}).get(name, name)
        form.add_error(shown if shown in form.fields else None, text)


def day(label: Any, *, now: bool = True, help_text: Any = "", required: bool = True) -> forms.DateField:
    """A day; today unless told otherwise."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        initial=today if now else None,
        validators=IN_RANGE,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**MISSING, "invalid": _("This is not a day. Write it as 2026-06-30 or choose it.")},
    )


def text(
    label: Any, *, most: int = 200, rows: int = 0, required: bool = True, help_text: Any = "", **attrs: Any
) -> forms.CharField:
    """Words: one line, or several `rows`."""
    widget: forms.Widget = forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=widget, error_messages=MISSING
    )


def choice(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One of some."""
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=help_text, error_messages=MISSING
    )


def number_in(value: str) -> int | None:
    """A chosen number, None for none."""
    return int(value) if value else None


class FindForm(forms.Form):
    """Finding a child of another school."""

    receiver = choice(_("To which school"), ())
    number = text(
        _("Pupil number or ID number"), most=30, autocomplete="off", spellcheck="false",
        help_text=_("The whole number, as on the pupil card or the household register."),
    )  # fmt: skip
    name = text(_("Name"), most=60, autocomplete="off", help_text=_("Exactly as in the household register."))

    def __init__(self, *args: Any, schools: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(schools)
        self.fields["receiver"].choices = choices if len(choices) == 1 else [("", "—"), *choices]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """Asking for a child that was found; `token` names it, signed."""

    token = forms.CharField(widget=forms.HiddenInput)
    reason = choice(_("Reason"), [("", "—"), *reasons()])
    note = text(_("Note"), most=300, required=False)
    grade = choice(_("Grade"), ())
    class_room = choice(_("Class"), (), required=False, help_text=_("May be chosen later."))
    on = day(_("At our school from"), help_text=_("Until then the child counts at its present school."))

    def __init__(self, *args: Any, rooms: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = codes("grade")  # type: ignore[attr-defined]
        self.fields["class_room"].choices = [("", "—"), *rooms]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The sender's answer."""

    answer = text(_("Words of the answer"), most=300, rows=2, required=False, help_text=_("Refusing needs a reason."))


class SuspendForm(forms.Form):
    """Suspension."""

    on = day(_("From"))
    until = day(_("Back on"), now=False, help_text=_("The first day back, as planned."))
    reason = text(_("Reason"), most=300)


class ReturnForm(forms.Form):
    """Return after a suspension."""

    on = day(_("Back on"))
    class_room = choice(_("Class"), ())

    def __init__(self, *args: Any, rooms: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_room"].choices = [("", "—"), *rooms]  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """Leaving, other than to a school."""

    how = choice(_("How"), [("", "—"), *((key, name) for key, (_status, _manner, name) in LEAVING.items())])
    on = day(_("No longer here from"))
    reason = text(_("Reason"), most=300)


class OutForm(forms.Form):
    """Going to a school outside the county."""

    out_of = choice(_("Where to"), [("", "—"), *((key, name) for key, (_manner, name) in OUT_OF.items())])
    place = text(_("Province and county"), most=100)
    school = text(_("School"), most=100)
    contact = text(_("Its telephone number"), most=60, required=False)
    on = day(_("No longer here from"))
    reason = text(_("Reason"), most=300)


class InForm(forms.Form):
    """Coming from outside the county: a new file from its paper."""

    school = choice(_("To which school"), ())
    pupil_number = text(_("Pupil number"), most=30, autocomplete="off")
    full_name = text(_("Name"), most=60, autocomplete="off")
    sex = choice(_("Sex"), ())
    born_on = day(_("Born on"), now=False)
    id_number = text(_("ID number"), most=18, required=False, autocomplete="off")
    ethnic_group = choice(_("Ethnic group"), ())
    grade = choice(_("Grade"), ())
    class_room = choice(_("Class"), (), required=False)
    entered_on = day(_("Began this stage on"), now=False, required=False)
    out_of = choice(_("Where from"), [("", "—"), *((key, name) for key, (_manner, name) in OUT_OF.items())])
    place = text(_("Province and county"), most=100)
    from_school = text(_("School before"), most=100)
    contact = text(_("Its telephone number"), most=60, required=False)
    on = day(_("At our school from"))
    reason = text(_("Reason"), most=300, required=False)

    def __init__(self, *args: Any, schools: Choices, rooms: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(schools)
        offered = {
            "school": choices if len(choices) == 1 else [("", "—"), *choices],
            "sex": codes("sex", within=("1", "2")),
            "ethnic_group": codes("ethnic_group"),
            "grade": codes("grade"),
            "class_room": [("", "—"), *rooms],
        }
        for name, found in offered.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]


class DropoutForm(forms.Form):
    """A child is out of school."""

    left_on = day(_("Out of school since"))
    reason = choice(_("Reason"), ())
    note = text(_("What is known"), most=300, rows=2, required=False)
    helper = text(_("Who is responsible"), most=60)
    helper_phone = text(_("Telephone number"), most=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = codes("dropout_reason")  # type: ignore[attr-defined]


class VisitForm(forms.Form):
    """One visit to the family."""

    visited_on = day(_("Day"))
    visitors = text(_("Who went"), most=100)
    met = text(_("Whom they met"), most=60, required=False)
    result = choice(_("Outcome"), ())
    said = text(_("What was said at the visit"), most=500, rows=3, required=False)
    next_step = text(_("Next measure"), most=300, rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = codes("dropout_result", within=("1", "4", "5", "8", "9"))[1:]  # type: ignore[attr-defined]
        self.fields["result"].initial = "5"


class BackForm(forms.Form):
    """The end of a spell out of school."""

    returned_on = day(_("Day"))
    result = choice(_("Outcome"), ())
    class_room = choice(_("Class"), (), required=False, help_text=_("For a child that is back."))

    def __init__(self, *args: Any, rooms: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = codes("dropout_result", within=("1", "2", "3", "4", "6", "7"))[1:]  # type: ignore[attr-defined]
        self.fields["class_room"].choices = [("", "—"), *rooms]  # type: ignore[attr-defined]


class CareForm(forms.Form):
    """A care record, new or changed."""

    kind = choice(_("Kind of care"), ())
    guardian = text(_("Who looks after the child"), most=60, required=False)
    relation = choice(_("Relation"), (), required=False)
    guardian_phone = text(_("Telephone number"), most=20, required=False, inputmode="tel")
    helper = choice(_("Helper of the school"), (), required=False)
    plan = text(_("What is done"), most=500, rows=3, required=False)

    def __init__(self, *args: Any, helpers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "kind": codes("care_kind"),
            "relation": codes("guardian_relation"),
            "helper": [("", "—"), *helpers],
        }
        for name, found in offered.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """Somebody spoke with the child or its guardian."""

    contacted_on = day(_("Spoken with on"))


class CloseForm(forms.Form):
    """A care record ends."""

    closed_on = day(_("Day"))
    close_reason = text(_("Reason"), most=200)


class DayForm(forms.Form):
    """A day and a school, for head counts."""

    on = day(_("Day"))
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)
