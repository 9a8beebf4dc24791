"""毕业生去向 (graduates): one row is one pupil's graduation from one stage, and where the pupil went after it.

Kept by the school that let the pupil go, from the day of graduation; the file itself goes on to the next school, so the
pupil is named across schools, as in `enrolments`. Leavers of kindergartens have no row: nobody graduates from there.
"""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.packs.pupils.pupils import PUPIL_RULES
from yaodian.registers.code_lists import code_list
from yaodian.registers.columns import Choice, Date, Organisation, Ref, Text, YesNo
from yaodian.registers.filing import school_yearly
from yaodian.registers.register import WARNING, Register

COMPULSORY = Law("中华人民共和国义务教育法")
CHILD_LABOUR = Law("禁止使用童工规定", "国务院令第364号")
DESTINATIONS = code_list("destination")
TO_JUNIOR, TO_SENIOR = DESTINATIONS.under("升入初中"), DESTINATIONS.under("升入高中阶段")
TO_COLLEGE, ON = DESTINATIONS.under("升入高等学校"), DESTINATIONS.under("升学")
INSIDE, OUTSIDE = ("10", "11"), ("12", "32")  # destinations that say by themselves whether they are in the county
NOWHERE = DESTINATIONS.under("未升学未就业")
NEAR_DAYS = 31  # between the day of graduation and the day on which the spell ended
ENDED = ("10", "11")  # manners of leaving: 毕业、结业

register = Register(
    key="graduates",
    title="毕业生去向",
    one_row_is="一名学生从一个学段毕业，和毕业后的去向",
    counted_in="人",
    office="basic-education",
    offices=("vocational", "admissions", "inspection"),
    basis=(PUPIL_RULES.whole(), COMPULSORY.article(13)),
    columns=(
        Organisation(
            "school", "毕业学校", required=True, listed=True, filtered=True, synonyms=("学校", "学校名称", "毕业院校")
        ),
        Ref(
            "pupil", "学生", register="pupils", own_unit=False, required=True, listed=True,
            synonyms=("学籍号", "姓名", "学生姓名"),
        ),
        Choice(
            "stage", "毕业学段", codes="stage", within=("primary", "junior", "senior", "vocational", "special"),
            required=True, listed=True, filtered=True, synonyms=("学段",),
        ),
        Date("graduated_on", "毕业日期", required=True, listed=True, sorted=True, filtered=True, synonyms=("毕业时间", "毕业年月")),
        YesNo("certificate", "发毕业证", filtered=True, synonyms=("是否发毕业证", "是否取得毕业证", "毕业证"), help="结业、肄业的填否"),
        Choice(
            "destination", "毕业去向", codes="destination", listed=True, filtered=True,
            synonyms=("去向", "毕业生去向", "升学去向"), help="还没有查明的留空",
        ),
        Text(
            "destination_school", "去向学校", length=100, listed=True, synonyms=("录取学校", "升入学校", "去向单位"),
            help="升学的写录取学校全称",
        ),
        YesNo("in_county", "县内", filtered=True, synonyms=("是否县内", "是否在县内"), help="去向学校或单位在本县"),
        Date("confirmed_on", "核实日期", synonyms=("去向核实日期", "确认日期"), help="学校查明去向的日期"),
    ),
    identity=("pupil", "stage"),
    owner="school",
    label=("pupil", "stage"),
    about_people=True,
    filing=school_yearly(months=1, due_day=31),
    order=27,
    groups=(("毕业", "school"), ("去向", "destination")),
)  # fmt: skip
rows = register.rows
spells_there = rows.others(
    "enrolments", on={"pupil": rows.pupil, "school": rows.school}, where=lambda them: them.left_how.is_in(*ENDED)
)
came_after = rows.others(
    "enrolments", on={"pupil": rows.pupil}, where=lambda them: them.entered_on >= rows.graduated_on
)
known_long = rows.graduated_on.days_to(today()) > parameter("registers.destination_days", unit="天")

register.check(
    "G01", "就读经历里没有从这所学校毕业", on=("school", "pupil"), severity=WARNING,
    fix="改正毕业学校或学生；确已毕业的，由主管科室补正就读经历的离校方式",
    bad=~spells_there.exists(),
)  # fmt: skip
register.check(
    "G02", "毕业日期与就读经历的离校日期不在同一个月前后", on="graduated_on", severity=WARNING,
    fix="两处核对，改正填错的一处",
    bad=spells_there.exists()
    & ~rows.others(
        "enrolments",
        on={"pupil": rows.pupil, "school": rows.school},
        where=lambda them: them.left_how.is_in(*ENDED)
        & them.left_on.days_to(rows.graduated_on).between(-NEAR_DAYS, NEAR_DAYS),
    ).exists(),
)  # fmt: skip
register.check(
    "G03", "毕业去向不是这个学段毕业以后的", on=("stage", "destination"),
    fix="小学毕业升初中，初中毕业升高中阶段，高中和中职毕业升高等学校：改正学段或去向",
    bad=(~(rows.stage.is_in("primary", "special")) & rows.destination.is_in(*TO_JUNIOR))
    | (~rows.stage.is_in("junior", "special") & rows.destination.is_in(*TO_SENIOR))
    | (~rows.stage.is_in("senior", "vocational") & rows.destination.is_in(*TO_COLLEGE)),
)  # fmt: skip
register.check(
    "G04", "毕业去向与县内不符", on=("destination", "in_county"),
    fix="县内初中、本校直升填是，县外初中、境外高校填否",
    bad=(rows.destination.is_in(*INSIDE) & ~rows.in_county) | (rows.destination.is_in(*OUTSIDE) & rows.in_county),
)  # fmt: skip
register.check(
    "G05", "升学的没有填去向学校", on="destination_school", severity=WARNING,
    fix="填录取学校的全称",
    bad=rows.destination.is_in(*ON) & rows.destination_school.is_unknown(),
)  # fmt: skip
register.check(
    "G06", "小学毕业没有升入初中", on="destination", severity=WARNING,
    fix="查明学生现在何处，劝其入学，在控辍保学台账登记",
    bad=(rows.stage == "primary") & ~rows.destination.is_in(*TO_JUNIOR),
    basis=COMPULSORY.article(13),
)  # fmt: skip
register.check(
    "G07", "毕业时未满十六周岁，去向填了就业", on=("pupil", "destination"), severity=WARNING,
    fix="核对出生日期和去向；确已就业的报劳动保障部门，劝其继续上学",
    bad=(rows.destination == "40") & (rows.pupil["born_on"].years_to(rows.graduated_on) < 16),
    basis=CHILD_LABOUR.article(2),
)  # fmt: skip
register.check(
    "G08", "核实日期早于毕业日期，或在将来", on="confirmed_on",
    fix="改正日期；毕业以后才能核实去向",
    bad=(rows.confirmed_on < rows.graduated_on) | (rows.confirmed_on > today()),
)  # fmt: skip
register.check(
    "G09", "毕业已久，还没有查明去向", on="destination", severity=WARNING,
    fix="联系家长或升入学校，填毕业去向和核实日期",
    bad=rows.destination.is_unknown() & known_long,
)  # fmt: skip
register.check(
    "G10", "去向是本县学校，却没有在本县就读", on=("destination", "in_county"), severity=WARNING,
    fix="查明学生现在何处：没有报到的改去向，报到了的由升入学校建就读经历",
    bad=rows.in_county & rows.destination.is_in(*TO_JUNIOR, "20", "21") & ~came_after.exists() & known_long,
)  # fmt: skip
register.check(
    "G11", "去向在县外或未升学，却在本县就读", on=("destination", "in_county"), severity=WARNING,
    fix="改正毕业去向",
    bad=(~rows.in_county | rows.destination.is_in(*NOWHERE)) & came_after.exists(),
)  # fmt: skip
