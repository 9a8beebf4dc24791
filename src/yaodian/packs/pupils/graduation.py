"""毕业与升学: who finished a stage in the school year and where they went, and how many senior places are general ones.

Graduates are rows of the ledger of leavers (毕业生去向), each with what became known of them; whose destination is not known
yet counts as not gone on, so the rates of a year rise until schools have found out.
"""

from yaodian.algebra.language import Value, parameter
from yaodian.algebra.measure_language import as_of, period_start, ratio, share
from yaodian.algebra.measures import Count
from yaodian.packs.pupils.enrolment import entrants
from yaodian.packs.pupils.graduates import register as graduate_register
from yaodian.packs.pupils.retention import KEPT, TRANSFER
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Taken
from yaodian.registers.present import NAMES, spells, stage, within

LEAVERS = "《中国教育监测与评价统计指标体系》的毕业率、升学率，公式页未查证"
RATIO = "普职比按招生数计算的通行口径（另说按在校生），未查证"
EMPLOYMENT = "中职毕业生就业率的通行口径（就业、升学、参军、创业都计），未查证"
DESTINATIONS = code_list("destination")
GENERAL = "20"  # 普通高中
FINISHED = ("10", "11", "12", "40", "41")  # leave_manner: 毕业、结业、肄业、辍学、退学
LATE = "去向没有查明的算没有升学，查明以后数值会变"

rows = graduate_register.rows
this_year = within(rows.graduated_on)
this_years = rows.count(where=this_year)


def graduates(*stages: str, where: Value | None = None) -> Count:
    """Who finished a stage in the period."""
    found = this_year & rows.stage.is_in(*stages)
    return rows.count(where=found if where is None else found & where)


def gone_to(group: str) -> Value:
    """Went to a school of a kind."""
    return rows.destination.is_in(*DESTINATIONS.under(group))


indicators = Indicators("毕业与升学", "graduation", office="basic-education", order=18, about_people=True)
indicators.split("stage", rows.stage)
indicators.split("sex", rows.pupil["sex"])
indicators.split("migrant", rows.pupil["migrant"])

for _stage in ("primary", "junior", "senior"):
    _leaving = (
        spells.class_room["entered"] == period_start().year - parameter(f"pupils.years_of_{_stage}", unit="年") + 1
    )
    indicators.add(
        f"{_stage}.graduates", f"{NAMES[_stage]}毕业生数", graduates(_stage), digits=0, taken=Taken.LAST, source=LEAVERS
    )
    indicators.add(
        f"{_stage}.graduation_rate", f"{NAMES[_stage].removeprefix('普通')}毕业率",
        ratio(
            graduates(_stage, where=rows.certificate),
            spells.count(where=within(spells.left_on) & (stage == _stage) & _leaving & spells.left_how.is_in(*FINISHED)),
        ),
        taken=Taken.LAST, direction=Direction.UP, source=LEAVERS,
        note="发毕业证的，占毕业班因毕业、结业、肄业、辍学、退学离校的学生的比例；毕业以前没有数值",
        parts=(f"{NAMES[_stage]}发毕业证人数", f"{NAMES[_stage]}毕业班离校学生数"),
    )  # fmt: skip
for _stage in ("primary", "junior"):
    indicators.add(
        f"{_stage}.graduates_pass_rate", f"{NAMES[_stage]}毕业合格率", share(graduates(_stage), rows.certificate),
        taken=Taken.LAST, direction=Direction.UP, source=LEAVERS, note="毕业生去向台账里发毕业证的比例，结业、肄业的不发",
    )  # fmt: skip
indicators.add(
    "primary.promotion_rate", "小学升学率", share(graduates("primary"), gone_to("升入初中")), taken=Taken.LAST,
    direction=Direction.UP, source=LEAVERS, note=f"按毕业生的去向，不超过100；另一算法是初中招生数除以小学毕业生数。{LATE}",
    parts=("升入初中的毕业生数",),
)  # fmt: skip
indicators.add(
    "junior.promotion_rate", "初中升学率", share(graduates("junior"), gone_to("升入高中阶段")), taken=Taken.LAST,
    direction=Direction.UP, source=LEAVERS, note=f"升入普通高中和中职、技工、五年制高职。{LATE}", parts=("升入高中阶段的毕业生数",),
)  # fmt: skip
indicators.add(
    "junior.general_promotion_share", "初中毕业生升入普通高中比例", share(graduates("junior"), rows.destination == GENERAL),
    taken=Taken.LAST, source=LEAVERS, synonyms=("普高升学率", "普高录取率"), note=LATE, parts=("升入普通高中的毕业生数",),
)  # fmt: skip
indicators.add(
    "senior.promotion_rate", "高中毕业生升学率", share(graduates("senior"), gone_to("升入高等学校")), taken=Taken.LAST,
    source=LEAVERS, synonyms=("普通高中升学率",), note=f"只作去向统计，不作考核指标。{LATE}", parts=("升入高等学校的毕业生数",),
)  # fmt: skip
indicators.add(
    "graduates.known_share", "毕业生去向查明率", share(this_years, rows.destination.is_known()), taken=Taken.LAST,
    direction=Direction.UP, source=LEAVERS, synonyms=("毕业去向核实率",), parts=("去向查明的毕业生数", "毕业生数"),
)  # fmt: skip
indicators.add(
    "senior.general_vocational_ratio", "普职比", ratio(entrants("senior"), entrants("vocational"), scale=1),
    taken=Taken.LAST, source=RATIO, note="普通高中招生数与中职招生数之比，1.2就是1.2:1；只计在本县学校入学的",
)  # fmt: skip
indicators.add(
    "vocational.intake_persons", "职业学校招生人数", entrants("vocational"), digits=0, taken=Taken.LAST,
    direction=Direction.UP, source=RATIO, note="本县职业学校学年内入学的新生；送到外地的不在内",
)  # fmt: skip
indicators.add(
    "vocational.employment_rate", "职业学校学生就业率",
    share(graduates("vocational"), gone_to("就业") | gone_to("升入高等学校")), taken=Taken.LAST,
    direction=Direction.UP, source=EMPLOYMENT, note=LATE, parts=("就业或升学的中职毕业生数", "中职毕业生数"),
)  # fmt: skip
indicators.add(
    "vocational.retention_rate", "中职巩固率",
    spells.flow(
        "retention", entered="entered_on", left="left_on", until=as_of(), cohort=stage == "vocational",
        joined=spells.entered_how.is_in(*TRANSFER), parted=spells.left_how.is_in(*TRANSFER, "50"),
        done=spells.left_how.is_in("10", "11"), unit="人", capped=True,
    ),
    taken=Taken.LAST, direction=Direction.UP, source=LEAVERS, note="学年初在校的，加转入、减转出和死亡，仍在校或已毕业的比例", parts=KEPT,
)  # fmt: skip
