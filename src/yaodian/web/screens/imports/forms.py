"""The forms of this screen: the upload, and which column each heading is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yaodian.apps.audit.clock import today
from yaodian.apps.ledgers.imports.profiles import profiles_for
from yaodian.apps.ledgers.imports.selectors import Import
from yaodian.apps.ledgers.imports.services import Options
from yaodian.apps.ledgers.imports.sheet import template_columns
from yaodian.registers.register import Kind, Register

PERIODS_BACK = 4


class UploadForm(forms.Form):
    """A file and how it is to be taken."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "Excel 或 WPS 表格（.xlsx、.xls）或 .csv，不超过 80 兆。表头上方的标题行、表尾的合计和备注会自动略过。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )
    period = forms.ChoiceField(label=_("填的是哪一期"))
    profile = forms.ChoiceField(
        label=_("来自哪个系统"), required=False, help_text=_("从其他系统导出的表，选它的名称，列名和用语会自动对应。")
    )
    blanks = forms.ChoiceField(
        label=_("已登记的行里，空格表示"),
        choices=Import.Blanks.choices,
        initial=Import.Blanks.KEEP,
        widget=forms.RadioSelect,
    )
    known_only = forms.BooleanField(
        label=_("只更新已登记的行"),
        required=False,
        help_text=_("表里有没登记过的行就报错；表里也可以只有标识和要改的列。"),
    )
    whole = forms.BooleanField(
        label=_("这是表中各单位的全部名单"),
        required=False,
        help_text=_("勾选后会列出系统里有、表里没有的行；是否删除由您在核对时决定。"),
    )

    def __init__(self, register: Register, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if register.kind is Kind.PERIODIC and register.filing is not None:
            self.fields["period"].choices = _periods(register)  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["period"]
        profiles = profiles_for(register)
        if profiles:
            choices = [("", _("普通表格")), *((key, found.title) for key, found in profiles.items())]
            self.fields["profile"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["profile"]

    def options(self) -> Options:
        """What was chosen."""
        chosen = self.cleaned_data
        return Options(
            blanks=Import.Blanks(chosen["blanks"]),
            whole=chosen["whole"],
            known_only=chosen["known_only"],
            profile=chosen.get("profile", ""),
            period=chosen.get("period", ""),
        )


def _periods(register: Register) -> list[tuple[str, str]]:
    """The period due next and those before it."""
    if register.filing is None:
        return []
    period = register.filing.current(today())
    found = [period]
    for _back in range(PERIODS_BACK):
        found.append(found[-1].before())
    return [(each.key, str(each)) for each in found]


class MappingForm(forms.Form):
    """One choice for each heading; fields are numbered, since a heading may be any text."""

    def __init__(self, register: Register, run: Import, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = [heading["text"] for heading in run.headings]
        choices = [("", _("不导入这一列"))]
        choices += [(c.key, f"{c.title}{'（必填）' if c.required else ''}") for c in template_columns(register)]
        for number, heading in enumerate(run.headings):
            self.fields[f"heading{number}"] = forms.ChoiceField(
                label=heading["text"],
                required=False,
                choices=choices,
                initial=run.mapping.get(heading["text"], ""),
                help_text=_("如：%s") % heading["example"] if heading["example"] else "",
            )

    def mapping(self) -> dict[str, str]:
        """Heading → column key."""
        return {heading: self.cleaned_data[f"heading{number}"] for number, heading in enumerate(self.headings)}

    def refuse(self, fields: dict[str, str]) -> None:
        """Show a service's messages, which go by heading."""
        for heading, says in fields.items():
            name = f"heading{self.headings.index(heading)}" if heading in self.headings else None
            self.add_error(name, says)
