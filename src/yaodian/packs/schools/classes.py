"""班级: each class from the year it was formed until it is graduated or dissolved.

A class keeps its row from year to year: the grade moves on with the promotion of pupils (升级), the year of entry (级) and
the number stay. Columns follow the class form of the national pupil register.
"""

from yaodian.registers.columns import Choice, Date, Integer, Organisation, Ref, SchoolYear, Text
from yaodian.registers.filing import termly
from yaodian.registers.register import Register

WHAT = (
    Organisation("school", "学校", required=True, listed=True, synonyms=("学校名称", "所在学校")),
    Choice("stage", "学段", codes="stage", required=True, listed=True, filtered=True),
    SchoolYear(
        "entered", "入学学年", required=True, listed=True, filtered=True,
        synonyms=("入学年份", "级", "建班学年"),
    ),
    Integer("number", "班号", required=True, listed=True, unit="班", least=1, most=99, synonyms=("班序号", "班级编号")),
    Choice(
        "grade", "年级", codes="grade", required=True, listed=True, filtered=True, sorted=True,
        synonyms=("所在年级",),
    ),
    Text("name", "班级名称", required=True, listed=True, searched=True, synonyms=("班级", "班名"), length=40),
    Choice("class_kind", "班级类型", codes="class_kind", required=True, filtered=True, synonyms=("班级类别",)),
)  # fmt: skip
WHERE = (
    Integer("places", "核定班额", unit="人", least=1, most=100, synonyms=("班额", "核定人数", "计划人数")),
    Ref("head_teacher", "班主任", register="staff", listed=True, synonyms=("班主任姓名",)),
    Ref("building", "所在校舍", register="buildings", synonyms=("教学楼", "所在楼栋")),
    Text("room", "教室", synonyms=("教室编号", "教室位置"), length=40),
)  # fmt: skip
LIFE = (
    Date("opened_on", "建班日期", required=True, months=True, synonyms=("建班年月", "开班日期")),
    Date(
        "closed_on", "撤班（毕业）日期", listed=True, filtered=True,
        synonyms=("毕业日期", "撤班日期"), help="还在上课的班留空",
    ),
)  # fmt: skip

register = Register(
    key="classes",
    title="班级",
    one_row_is="一个班，从建班到毕业或撤销",
    counted_in="班",
    office="basic-education",
    offices=("preschool", "vocational", "inspection", "personnel", "admissions", "finance"),
    columns=(*WHAT, *WHERE, *LIFE),
    identity=("school", "stage", "entered", "number"),
    owner="school",
    label=("name",),
    filing=termly(months=1, due_day=15),
    order=20,
    groups=(("班级", "school"), ("教室与班额", "places"), ("沿革", "opened_on")),
)
rows = register.rows
