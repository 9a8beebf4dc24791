"""关爱台账 (care): one row is one child cared for under one heading (left behind, migrant, orphan, in need …), from the day
the file is opened until it is closed: who looks after the child, who of the school helps, when they last spoke."""

from yaodian.algebra.language import first_known, parameter, today
from yaodian.kernel.citation import Law
from yaodian.packs.pupils.dropouts import MINORS
from yaodian.registers.columns import Choice, Date, IdNumber, Organisation, Phone, Place, Ref, Text
from yaodian.registers.filing import termly
from yaodian.registers.register import WARNING, Register

LEFT_BEHIND = Law("国务院关于加强农村留守儿童关爱保护工作的意见", "国发〔2016〕13号")

register = Register(
    key="care",
    title="关爱服务台账",
    one_row_is="一名学生一个类别的关爱档案，从建档到结束",
    counted_in="人",
    basis=(LEFT_BEHIND.whole(), MINORS.article(22)),
    office="basic-education",
    offices=("preschool", "moral-education", "aid", "health-arts", "inspection"),
    columns=(
        Ref("pupil", "学生", register="pupils", required=True, listed=True, synonyms=("学籍号", "姓名", "学生姓名")),
        Organisation("school", "学校", required=True, listed=True, filtered=True, synonyms=("学校名称",)),
        Choice(
            "kind",
            "关爱类别",
            codes="care_kind",
            required=True,
            listed=True,
            filtered=True,
            synonyms=("类别", "对象类别"),
        ),
        Date("opened_on", "建档日期", required=True, sorted=True, synonyms=("建档时间", "登记日期")),
        Text(
            "guardian", "实际监护人", length=60, name=True, listed=True, synonyms=("监护人", "委托监护人", "监护人姓名")
        ),
        Choice("relation", "与学生关系", codes="guardian_relation", synonyms=("监护人关系", "关系")),
        IdNumber("guardian_id_number", "监护人身份证号", sensitive=True, synonyms=("监护人证件号",)),
        Phone("guardian_phone", "监护人电话", sensitive=True, synonyms=("监护人联系电话", "联系电话")),
        Text("parents_at", "父母务工地", length=200, sensitive=True, synonyms=("父母去向", "务工地点")),
        Phone("parents_phone", "父母电话", sensitive=True, synonyms=("父母联系电话",)),
        Place("home", "监护人住址", sensitive=True, synonyms=("监护地址",)),
        Ref("helper", "帮扶教师", register="staff", listed=True, synonyms=("帮扶人", "结对教师", "关爱教师")),
        Date(
            "contacted_on",
            "最近联系日期",
            listed=True,
            sorted=True,
            synonyms=("最近联系时间", "最近走访日期", "最近谈心日期"),
        ),
        Text("plan", "帮扶措施", length=500, long=True, synonyms=("关爱措施", "帮扶计划")),
        Date("closed_on", "结束日期", synonyms=("销档日期",), help="父母返乡、毕业、转出等不再需要的日期"),
        Text("close_reason", "结束原因", length=200),
    ),
    identity=("pupil", "kind", "opened_on"),
    label=("pupil", "kind"),
    owner="school",
    one_open=("pupil", "kind"),
    closes="closed_on",
    filing=termly(due_day=15),
    about_people=True,
    order=26,
)
rows = register.rows
open_ = rows.closed_on.is_unknown()

register.check(
    "C01", "留守、孤儿和困境儿童没有填实际监护人", severity=WARNING, on="guardian",
    fix="填实际照料孩子的人及其电话；无人照料的报村（居）委会和民政部门",
    bad=open_ & rows.kind.is_in("1", "3", "4") & rows.guardian.is_unknown(), basis=MINORS.article(22),
)  # fmt: skip
register.check(
    "C02", "没有帮扶教师", severity=WARNING, on="helper",
    fix="指定一名教职工结对帮扶",
    bad=open_ & rows.helper.is_unknown(), basis=LEFT_BEHIND.whole(),
)  # fmt: skip
register.check(
    "C03", "一个学期没有联系", severity=WARNING, on="contacted_on",
    fix="由帮扶教师谈心或家访，填最近联系日期",
    bad=open_
    & (first_known(rows.contacted_on, rows.opened_on).days_to(today()) > parameter("pupils.contact_days", unit="天")),
    basis=LEFT_BEHIND.whole(),
)  # fmt: skip
register.check(
    "C04", "最近联系日期早于建档日期或在将来", on="contacted_on",
    fix="改正最近联系日期或建档日期",
    bad=(rows.contacted_on < rows.opened_on) | (rows.contacted_on > today()),
)  # fmt: skip
register.check("C05", "结束日期早于建档日期", on="closed_on", fix="改正结束日期", bad=rows.closed_on < rows.opened_on)
register.check(
    "C06", "关爱类别与学籍登记不一致", severity=WARNING, on="kind",
    fix="在学籍台账填留守儿童、随迁子女或孤儿，或结束这份档案",
    bad=open_
    & (
        ((rows.kind == "1") & (rows.pupil["left_behind"] == "0"))
        | ((rows.kind == "2") & ~rows.pupil["migrant"])
        | ((rows.kind == "3") & ~rows.pupil["orphan"])
    ),
)  # fmt: skip
register.check(
    "C07", "学生学籍已在另一所学校", severity=WARNING, on="school",
    fix="结束这份档案，由现在的学校建档",
    bad=open_ & (rows.pupil["school"] != rows.school),
)  # fmt: skip
register.check(
    "C08", "父母都外出的留守儿童，实际监护人填的是父母", severity=WARNING, on="relation",
    fix="填受委托照料孩子的人；父母一方在家的改为单亲留守",
    bad=open_ & (rows.kind == "1") & (rows.pupil["left_behind"] == "2") & rows.relation.is_in("50", "51", "52"),
    basis=MINORS.article(22),
)  # fmt: skip
register.check(
    "C09", "学生已离校，档案没有结束", severity=WARNING, on="closed_on",
    fix="填结束日期和原因",
    bad=open_ & ~rows.pupil["status"].is_in("10", "20", "30"),
)  # fmt: skip
register.check(
    "C10", "帮扶教师不在本校或已离校", severity=WARNING, on="helper",
    fix="另指定一名本校教职工",
    bad=open_ & ((rows.helper["school"] != rows.school) | (rows.helper["left_on"] <= today())),
)  # fmt: skip
register.check(
    "C11", "一名教师帮扶的学生过多", severity=WARNING, on="helper",
    fix="分一部分给其他教职工",
    bad=open_ & (rows.same("helper", where=open_).distinct("pupil") > parameter("pupils.helper_children", unit="人")),
)  # fmt: skip
