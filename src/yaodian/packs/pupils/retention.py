"""巩固与流动: who stays, who moves, who drops out and comes back.

巩固率 of a stage follows the class that leaves it this school year back to its entry: those still there, or graduated, of
those who entered with it, with who moved in and without who moved out or died. It is known all the year; before graduation
it is of who is still there. 辍学 is a spell of the drop-out ledger that was not over on the day of figures.
"""

from collections.abc import Iterable

from yaodian.algebra.language import Value, parameter
from yaodian.algebra.measure_language import as_of, difference, period_start, ratio, share
from yaodian.algebra.measures import Measure
from yaodian.packs.pupils.dropouts import register as dropout_register
from yaodian.registers.indicator import Direction, Indicators, Norm, Taken
from yaodian.registers.present import COMPULSORY, NAMES, STAGE_OF_GRADE, holds, pupils, spells, stage, within

RETENTION = "小学六年、初中三年巩固率的县级统计表（栾川县），毕业人数与入学人数、转入、转出之比；死亡扣除未查证"
NINE_YEARS = "《中国教育监测与评价统计指标体系》，全国数不作流动修正；公式页未查证"
DROPOUT = "《中国教育监测与评价统计指标体系》的学年辍学率，公式页未查证"
CONTROL = "国务院办公厅关于进一步加强控辍保学提高义务教育巩固水平的通知（国办发〔2017〕72号）"
MOVEMENT = "电子学籍变动的通行口径"
TRANSFER = ("20", "21", "22", "23")
FROM_OUTSIDE = ("22", "23")  # 县外、省外
DEAD, GRADUATED, SUSPENDED, RESUMED = "50", ("10", "11"), "30", "30"
KEPT = ("仍在校或已毕业的学生数", "起点在校生数", "其间转入的学生数", "其间转出和死亡的学生数")
BACK_AT_SCHOOL = ("1", "2", "3", "4")  # dropout_result: 返校、转学、职校、送教上门

dropouts = dropout_register.rows
year = period_start().year
entered = spells.class_room["entered"]
then = dropouts.others(  # the spell in which the child dropped out
    "enrolments",
    on={"pupil": dropouts.pupil},
    where=lambda them: (
        (them.entered_on <= dropouts.left_on) & (them.left_on.is_unknown() | (them.left_on >= dropouts.left_on))
    ),
).only("grade")
began_out = within(dropouts.left_on)
still_out = dropouts.returned_on.is_unknown() | (dropouts.returned_on > as_of())


def retained(cohort: Value, since: Value, last: str) -> Measure:
    """Of a cohort since a day: still there, or graduated from its last stage."""
    return spells.flow(
        "retention", entered="entered_on", left="left_on", since=since, until=as_of(), cohort=cohort,
        joined=spells.entered_how.is_in(*TRANSFER), parted=spells.left_how.is_in(*TRANSFER, DEAD),
        done=spells.left_how.is_in(*GRADUATED) & (stage == last), unit="人", capped=True,
    )  # fmt: skip


def grades_of(name: str) -> Iterable[str]:
    """The grades of a stage."""
    return (grade for grade, taught in STAGE_OF_GRADE.items() if taught == name)


def of_stage(name: str) -> Value:
    """The child dropped out of a stage."""
    return then.is_in(*grades_of(name))


indicators = Indicators("巩固与流动", "retention", office="basic-education", order=14, about_people=True)
indicators.split("sex", dropouts.pupil["sex"])
indicators.split("migrant", dropouts.pupil["migrant"])
indicators.split("left_behind", dropouts.pupil["left_behind"])

LENGTHS = {name: parameter(f"pupils.years_of_{name}", unit="年") for name in ("primary", "junior")}
for _stage, _title in (("primary", "小学六年巩固率"), ("junior", "初中三年巩固率")):
    _first = year - LENGTHS[_stage] + 1
    indicators.add(
        f"{_stage}.retention_rate", _title,
        retained((stage == _stage) & (entered == _first), _first.on(9, 1), _stage),
        taken=Taken.LAST, direction=Direction.UP, source=RETENTION,
        norm=Norm(">=", "balance.assurance.retention_rate") if _stage == "junior" else None,
        note="跟踪本学年毕业班：毕业前看仍在校的，毕业后看毕业的；转入加、转出和死亡减，不超过100", parts=KEPT,
    )  # fmt: skip
    indicators.add(
        f"{_stage}.year_retention_rate", f"{NAMES[_stage]}学年巩固率",
        retained(stage == _stage, period_start(), _stage), taken=Taken.LAST, direction=Direction.UP, source=RETENTION,
        note="学年初在校的，加转入、减转出和死亡，学年末（或今天）仍在校或已毕业的比例", parts=KEPT,
    )  # fmt: skip

NINE = LENGTHS["primary"] + LENGTHS["junior"]
beginners = (  # of the first grade, nine years ago
    (stage == "primary")
    & (entered == year - NINE + 1)
    & holds(spells.entered_on, spells.left_on, (year - NINE + 1).on(9, 1))
)
leaving_junior = (stage == "junior") & (entered == year - LENGTHS["junior"] + 1)
indicators.add(
    "compulsory.nine_year_retention_rate", "九年义务教育巩固率",
    ratio(
        pupils(where=leaving_junior),
        spells.count(where=beginners),
    ),
    direction=Direction.UP, source=NINE_YEARS, norm=Norm(">=", "pupils.nine_year_retention"),
    note="初中毕业班学生数占该届学生九年前小学一年级入学人数的比例，不作流动修正，有流入的县可能超过100；"
    "要有九年前的就读经历才有数值",
    parts=("初中毕业班学生数", "九年前小学一年级学生数"),
)  # fmt: skip
gone = spells.others(
    "enrolments",
    on={"pupil": spells.pupil},
    where=lambda them: them.left_how.is_in(*FROM_OUTSIDE, DEAD) & (them.left_on <= as_of()),
).exists()
in_junior = spells.others(
    "enrolments",
    on={"pupil": spells.pupil},
    where=lambda them: (
        them.grade.is_in(*grades_of("junior"))
        & (holds(them.entered_on, them.left_on) | (them.left_how.is_in(*GRADUATED) & (them.left_on <= as_of())))
    ),
).exists()
indicators.add(
    "compulsory.nine_year_retention_traced", "九年义务教育巩固率（按入学学生跟踪）",
    share(spells.count(where=beginners & ~gone), in_junior),
    taken=Taken.LAST, direction=Direction.UP, source=f"{NINE_YEARS}；扣除转出和死亡是县级常用的修正",
    note="九年前小学一年级入学、没有转出县外也没有死亡的学生中，仍在本县初中就读或已初中毕业的比例；转入的学生不计",
    parts=("在初中或已初中毕业的学生数", "九年前入学、没有转出的学生数"),
)  # fmt: skip
for _stage in ("primary", "junior"):
    indicators.add(
        f"{_stage}.dropout_rate", f"{NAMES[_stage]}辍学率",
        ratio(
            dropouts.count(where=began_out & still_out & of_stage(_stage), unit="人"),
            spells.count(where=holds(spells.entered_on, spells.left_on, period_start()) & (stage == _stage)),
        ),
        taken=Taken.LAST, direction=Direction.DOWN, source=DROPOUT, norm=Norm("<=", f"pupils.{_stage}_dropout_most"),
        note="本学年失学、到统计日还没有返校或安置的，占学年初在校生的比例",
        parts=(f"{NAMES[_stage]}失学未返校的学生数", f"学年初{NAMES[_stage]}在校生数"),
    )  # fmt: skip
indicators.add(
    "compulsory.dropout_rate", "义务教育辍学率",
    ratio(
        dropouts.count(where=began_out & still_out, unit="人"),
        spells.count(where=holds(spells.entered_on, spells.left_on, period_start()) & stage.is_in(*COMPULSORY)),
    ),
    taken=Taken.LAST, direction=Direction.DOWN, source=DROPOUT, note="含特殊教育学校",
    parts=("失学未返校的学生数", "学年初义务教育在校生数"),
)  # fmt: skip
indicators.add(
    "compulsory.dropouts", "失学人次", dropouts.count(where=began_out), digits=0, taken=Taken.LAST,
    direction=Direction.DOWN, source=CONTROL, synonyms=("新增失学人次", "新增辍学人数"), note="本学年开始的失学，后来返校的也计",
)  # fmt: skip
indicators.add(
    "compulsory.still_out", "未返校的失学学生数",
    dropouts.count(where=(dropouts.left_on <= as_of()) & still_out, unit="人"), digits=0, taken=Taken.LAST,
    direction=Direction.DOWN, source=CONTROL, synonyms=("在册失学人数", "疑似辍学人数"), note="不论哪个学年失学，到统计日还没有结束的",
)  # fmt: skip
out_in_period = (dropouts.left_on <= as_of()) & (
    dropouts.returned_on.is_unknown() | (dropouts.returned_on >= period_start())
)
indicators.add(
    "compulsory.return_rate", "劝返率",
    share(dropouts.count(where=out_in_period), ~still_out & dropouts.result.is_in(*BACK_AT_SCHOOL)),
    taken=Taken.LAST, direction=Direction.UP, source=CONTROL, synonyms=("劝返复学率", "失学学生劝返率"),
    note="本学年在外的失学中，已返校、转学、进入职校或送教上门的；休学和超龄销号的不算劝返",
    parts=("已劝返的失学人次", "本学年在外的失学人次"),
)  # fmt: skip
waited = dropouts.left_on.days_to(as_of()) >= parameter("pupils.first_visit_days", unit="天")
first_visit = dropouts.others("visits", on={"dropout": dropouts.id}).smallest("visited_on")
in_time = dropouts.left_on.days_to(first_visit) <= parameter("pupils.first_visit_days", unit="天")
indicators.add(
    "compulsory.visited_in_time_rate", "失学后按时走访率",
    share(dropouts.count(where=began_out & (waited | first_visit.is_known())), in_time),
    taken=Taken.LAST, direction=Direction.UP, source=f"{CONTROL}；期限是系统的参数", synonyms=("首次走访及时率",),
    note="失学后在规定天数内有第一次走访的；还没有到期、也没有走访的不计",
    parts=("按时走访的失学人次", "应已走访的失学人次"),
)  # fmt: skip
indicators.add(
    "aid.dropped_for_poverty_persons", "因贫失学人数", dropouts.count(where=began_out & (dropouts.reason == "02"), unit="人"),
    digits=0, taken=Taken.LAST, direction=Direction.DOWN, source=CONTROL, note="本学年因家庭经济困难失学的人次",
)  # fmt: skip
MOVES = (
    ("transferred_in", "转入学生数", within(spells.entered_on) & spells.entered_how.is_in(*TRANSFER), "县内转入的也计"),
    ("transferred_out", "转出学生数", within(spells.left_on) & spells.left_how.is_in(*TRANSFER), "县内转出的也计"),
    ("came_from_outside", "县外转入学生数", within(spells.entered_on) & spells.entered_how.is_in(*FROM_OUTSIDE), ""),
    ("went_outside", "县外转出学生数", within(spells.left_on) & spells.left_how.is_in(*FROM_OUTSIDE), ""),
    ("suspended", "休学学生数", within(spells.left_on) & (spells.left_how == SUSPENDED), "本学年办理休学的"),
    ("resumed", "复学学生数", within(spells.entered_on) & (spells.entered_how == RESUMED), "本学年休学期满复学的"),
)
counted = {
    _key: indicators.add(
        f"pupils.{_key}", _title, spells.count(where=_where), digits=0, taken=Taken.LAST, source=MOVEMENT, note=_note
    )
    for _key, _title, _where, _note in MOVES
}
indicators.add(
    "pupils.net_inflow", "县外净流入学生数", difference(counted["came_from_outside"], counted["went_outside"]),
    digits=0, taken=Taken.LAST, source=MOVEMENT, note="负数是净流出；幼儿园到高中都计",
)  # fmt: skip
indicators.add(
    "pupils.suspension_rate", "休学率",
    ratio(counted["suspended"], spells.count(where=holds(spells.entered_on, spells.left_on, period_start()))),
    taken=Taken.LAST, direction=Direction.DOWN, source=MOVEMENT, note="本学年办理休学的占学年初在校生的比例",
    parts=("", "学年初在校生数"),
)  # fmt: skip
