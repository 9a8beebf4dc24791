"""Forms of units, people and posts; the services check what they hold."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yaodian.apps.orgs.acting import Acting
from yaodian.apps.orgs.permissions import Reach, Role, roles
from yaodian.apps.orgs.selectors import offices_of, schools_for, units_for
from yaodian.apps.orgs.services.units import PARENTS, STAGES, stages_of
from yaodian.kernel.errors import BadInput

KINDS = [
    ("office", _("科室")),
    ("township", _("中心校")),
    ("school", _("学校")),
    ("kindergarten", _("幼儿园")),
]


def day_input(**attrs: str) -> forms.DateInput:
    """The browser's own date field."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


def from_list() -> forms.TextInput:
    """A field to type in, with the page's list of people to choose from."""
    return forms.TextInput(attrs={"list": "people", "autocomplete": "off"})


def show(form: forms.Form, wrong: BadInput) -> None:
    """Put a service's messages beside the fields that they are about."""
    for name, text in wrong.fields.items():
        form.add_error(name if name in form.fields else None, text)


class UnitForm(forms.Form):
    """A unit: kind and parent (only when new), code, names, stages, founding day, order."""

    kind = forms.ChoiceField(label=_("类别"), choices=KINDS)
    parent = forms.TypedChoiceField(label=_("上级单位"), coerce=int)
    name = forms.CharField(label=_("名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False, help_text=_("列表里用，如“一小”。"))
    code = forms.CharField(label=_("代码"), max_length=32, help_text=_("学校写学校标识码，科室自编。"))
    stages = forms.MultipleChoiceField(
        label=_("学段"), choices=list(STAGES.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_from = forms.DateField(label=_("设立日期"), required=False, widget=day_input())
    sort = forms.IntegerField(label=_("排序"), min_value=0, initial=0)

    def __init__(self, *args: Any, by: Acting, fixed_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = PARENTS.get(fixed_kind) or ("bureau", "township", "school")
        self.fields["parent"].choices = [(unit.pk, unit.name) for unit in units_for(by) if unit.kind in allowed]
        if fixed_kind:
            del self.fields["kind"]
        if fixed_kind == "bureau":
            del self.fields["parent"]
        if fixed_kind in ("bureau", "office", "township"):
            del self.fields["stages"]

    def changes(self, by: Acting) -> dict[str, Any]:
        """What the service takes: the parent as a unit, stages joined."""
        given = dict(self.cleaned_data)
        if "parent" in given:
            given["parent"] = units_for(by).get(pk=given["parent"])
        if "stages" in given:
            given["stages"] = ",".join(stage for stage in STAGES if stage in given["stages"])
        return given

    @staticmethod
    def initial_of(unit: Any) -> dict[str, Any]:
        """The fields as they are."""
        names = ("name", "short_name", "code", "valid_from", "sort")
        return {
            **{name: getattr(unit, name) for name in names},
            "parent": unit.parent_id,
            "stages": stages_of(unit.stages),
        }


class CloseForm(forms.Form):
    """Closing a unit: its last day and who takes over."""

    on = forms.DateField(label=_("最后一天"), widget=day_input())
    successor = forms.TypedChoiceField(
        label=_("承接单位"), coerce=int, required=False, empty_value=None, help_text=_("并入哪个单位；没有就留空。")
    )

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", "—"), *((unit.pk, unit.name) for unit in units_for(by))]


class PersonForm(forms.Form):
    """A person: user name, name, phone."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.CharField(label=_("用户名"), max_length=40, help_text=_("登录用，全局不重，如 qlan001。"))
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)


def roles_for(kind: str) -> list[Role]:
    """The roles that may be held in a kind of unit."""
    return [role for role in roles().values() if kind in role.held_in]


class PostForm(forms.Form):
    """A new post: role, title, who holds it from when."""

    role = forms.ChoiceField(label=_("角色"))
    title = forms.CharField(label=_("职务"), max_length=40, help_text=_("如科长、校长、经办人。"))
    username = forms.CharField(
        widget=from_list(),
        label=_("任职者的用户名"),
        required=False,
        help_text=_("留空为空缺。还没有账号的，先增加人员。"),
    )
    since = forms.DateField(label=_("从哪天起"), required=False, widget=day_input())
    sort = forms.IntegerField(label=_("排序"), min_value=0, initial=0)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.key, role.name) for role in roles_for(kind)]


class PostEditForm(forms.Form):
    """A post's title, order, and where its role asks for it the offices in charge of or the schools on the list."""

    title = forms.CharField(label=_("职务"), max_length=40)
    sort = forms.IntegerField(label=_("排序"), min_value=0)
    in_charge_of = forms.TypedMultipleChoiceField(
        label=_("分管科室"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    reaches = forms.TypedMultipleChoiceField(
        label=_("负责的学校"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, by: Acting, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role == "bureau-leader":
            self.fields["in_charge_of"].choices = [(unit.pk, unit.short_name) for unit in offices_of(by)]
        else:
            del self.fields["in_charge_of"]
        if roles()[role].reach is Reach.LISTED:
            self.fields["reaches"].choices = [(unit.pk, unit.short_name) for unit in schools_for(by)]
        else:
            del self.fields["reaches"]


class AppointForm(forms.Form):
    """Handing a post over."""

    username = forms.CharField(
        widget=from_list(), label=_("接任者的用户名"), required=False, help_text=_("留空为空缺，未办的事留在岗位上。")
    )
    since = forms.DateField(label=_("从哪天起"), widget=day_input())


class DeputyForm(forms.Form):
    """Somebody acts for the holder on given days."""

    username = forms.CharField(label=_("代办人的用户名"), widget=from_list())
    since = forms.DateField(label=_("从"), widget=day_input())
    until = forms.DateField(label=_("到"), widget=day_input())
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("如外出培训、病假。"))


class DayForm(forms.Form):
    """One day."""

    on = forms.DateField(label=_("从哪天起撤销"), widget=day_input())


def today_as_initial(day: date) -> dict[str, date]:
    """A form that begins today."""
    return {"since": day, "on": day}
