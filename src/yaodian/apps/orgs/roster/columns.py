"""What the three sheets 单位, 人员, 岗位 hold: their columns as data, read by the template, the export, the checks and the page."""

from dataclasses import dataclass
from functools import cached_property

from yaodian.apps.orgs.models import Unit
from yaodian.apps.orgs.permissions import roles
from yaodian.apps.orgs.services.units import STAGES

APART = "、"  # between several codes or stages in one cell
MOST_ROWS = 5_000  # of one sheet


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key used in code, the heading, a width, what to write, an example, a list to choose from."""

    key: str
    label: str
    width: int
    help: str
    example: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()
    told: bool = False  # only told in the export, never read


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and columns."""

    key: str
    label: str
    columns: tuple[Column, ...]

    @cached_property
    def by_label(self) -> dict[str, Column]:
        """The columns by heading."""
        return {column.label: column for column in self.columns}

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """The columns by key."""
        return {column.key: column for column in self.columns}


UNITS = Sheet(
    "units",
    "单位",
    (
        Column("code", "代码", 16, "学校写学校标识码，科室自编；全县不重。导入按代码认单位", "XX0101", needed=True),
        Column("name", "名称", 28, "全称", "石桥镇第一小学", needed=True),
        Column("short_name", "简称", 16, "列表里用；留空同名称", "石桥一小"),
        Column("kind", "类别", 10, "从下拉中选", "学校", needed=True, choices=tuple(map(str, Unit.Kind.labels))),
        Column("parent", "上级代码", 16, "上级单位的代码；教育局留空", "ZX01"),
        Column("stages", "学段", 18, f"可写几个，用顿号隔开：{APART.join(STAGES.values())}", "小学"),
        Column("sort", "排序", 8, "同一上级下小的在前；留空为0", "10"),
        Column("valid_from", "设立日期", 14, "写成2020-09-01；可留空", "2020-09-01"),
    ),
)
PEOPLE = Sheet(
    "people",
    "人员",
    (
        Column("username", "用户名", 18, "登录用，全县不重。导入按用户名认人", "shiqiao01", needed=True),
        Column("name", "姓名", 14, "中间没有空格", "安欣", needed=True),
        Column("phone", "电话", 18, "只写数字；可留空", "13900000001"),
    ),
)
POSTS = Sheet(
    "posts",
    "岗位",
    (
        Column("number", "岗位编号", 12, "系统给的，不要改；新岗位留空"),
        Column("unit", "单位代码", 16, "在哪个单位", "XX0101", needed=True),
        Column("unit_name", "单位名称", 24, "只供对照，不导入", "石桥镇第一小学", told=True),
        Column(
            "role", "角色", 18, "从下拉中选", "学校经办人", needed=True, choices=tuple(r.name for r in roles().values())
        ),
        Column("title", "职务", 16, "如科长、校长、经办人", "经办人", needed=True),
        Column("holder", "用户名", 18, "任职者；留空为空缺", "shiqiao01"),
        Column("holder_name", "姓名", 14, "只供对照，不导入", "安欣", told=True),
        Column("since", "到任日期", 14, "写成2026-03-01；留空为今天", "2026-03-01"),
        Column("sort", "排序", 8, "同一单位里小的在前；留空为0", "10"),
        Column("in_charge_of", "分管科室", 24, "只写局领导：科室代码，用顿号隔开"),
        Column("reaches", "负责学校", 24, "只写责任督学：单位代码，用顿号隔开"),
    ),
)
SHEETS = (UNITS, PEOPLE, POSTS)
