"""在校生与招生: how many pupils there are on 1 September, who they are, and how many began a stage in the school year."""

from yaodian.algebra.language import Value
from yaodian.algebra.measure_language import period_start, ratio, share
from yaodian.algebra.measures import Count
from yaodian.registers.indicator import Direction, Indicators, Norm, Taken
from yaodian.registers.present import (
    COMPULSORY,
    NAMES,
    grade_on_the_day,
    in_public_school,
    profile,
    pupils,
    spells,
    stage,
    within,
)

STATISTICS = "教育事业统计在校生、招生的通行口径，报表编号未查证"
PRIVATE_SHARE = "规范民办义务教育发展的意见（2021年）的通行解读，未查证"
NEWCOMERS = ("10", "11", "12", "13")  # entry_manner: 新生, without 补录学籍


def entrants(*stages: str, where: Value | None = None) -> Count:
    """Who began a stage in the period (招生数)."""
    begun = within(spells.entered_on) & spells.entered_how.is_in(*NEWCOMERS) & stage.is_in(*stages)
    return spells.count(where=begun if where is None else begun & where)


indicators = Indicators("在校生与招生", "enrolment", office="basic-education", order=12, about_people=True)
indicators.split("stage", stage)
indicators.split("grade", grade_on_the_day(stage, spells.class_room["entered"], spells.grade))
indicators.split("sex", spells.pupil["sex"])
indicators.split("ethnic_group", spells.pupil["ethnic_group"])
indicators.split("urban_rural", profile.only("urban_rural"))
indicators.split("run_by", profile.only("run_by"))
indicators.split("school_type", profile.only("school_type"))
indicators.split("migrant", spells.pupil["migrant"])
indicators.split("left_behind", spells.pupil["left_behind"])
indicators.split("attendance", spells.pupil["attendance"])
indicators.split("disability", spells.pupil["disability"])
indicators.split("poverty", spells.pupil["poverty"])

for _stage in ("primary", "junior", "senior", "vocational", "special"):
    indicators.add(
        f"{_stage}.pupils", f"{NAMES[_stage]}在校生数", pupils(_stage), digits=0, source=STATISTICS,
        synonyms=("小学生数", "小学在校学生数") if _stage == "primary" else (), note="有学籍在校的，休学的不计",
    )  # fmt: skip
indicators.add(
    "compulsory.pupils", "义务教育在校生数", pupils(*COMPULSORY), digits=0, source=STATISTICS,
    synonyms=("义务教育阶段在校生数",), note="含特殊教育学校",
)  # fmt: skip
for _stage in ("primary", "junior", "senior"):
    indicators.add(
        f"{_stage}.entrants", f"{NAMES[_stage]}招生数", entrants(_stage), digits=0, taken=Taken.LAST, source=STATISTICS,
        note="学年内以新生身份入学的人数，不含转入、复学和补录",
    )  # fmt: skip
indicators.add(
    "compulsory.private_share", "民办义务教育在校生占比", share(pupils(*COMPULSORY), ~in_public_school),
    source=PRIVATE_SHARE, direction=Direction.DOWN, norm=Norm("<=", "pupils.private_share_most"),
    synonyms=("民办义务教育在校生规模占比", "民办义务教育占比"), note="学校的办别按现在的登记",
    parts=("民办义务教育在校生数",),
)  # fmt: skip
indicators.add(
    "primary.girls_share", "小学女生占比", share(pupils("primary"), spells.pupil["sex"] == "2"), source=STATISTICS,
    synonyms=("小学女童占比",), parts=("小学女生数",),
)  # fmt: skip
indicators.add(
    "compulsory.rural_share", "乡村学校在校生占比",
    share(pupils(*COMPULSORY), profile.only("urban_rural").is_in("2", "210", "220")), source=STATISTICS,
    note="按学校所在地的城乡类型，乡中心区和村庄为乡村", parts=("乡村学校在校生数",),
)  # fmt: skip
indicators.add(
    "primary.preschooled_share", "小学新生受过学前教育的比例",
    ratio(
        entrants("primary", where=spells.pupil["preschooled"]),
        entrants("primary", where=spells.pupil["preschooled"].is_known()),
    ),
    taken=Taken.LAST, direction=Direction.UP, source=STATISTICS, synonyms=("小学一年级新生接受学前教育比例",),
    note="没有登记是否受过学前教育的不计", parts=("受过学前教育的小学新生数", "登记了学前教育的小学新生数"),
)  # fmt: skip
indicators.add(
    "primary.late_entrants_share", "小学新生超龄比例",
    share(entrants("primary"), spells.pupil["born_on"].years_to(period_start().year.on(8, 31)) > 7),
    taken=Taken.LAST, direction=Direction.DOWN, source=STATISTICS,
    note="8月31日满8周岁及以上才入学的；法定六周岁，条件不具备的地区七周岁", parts=("超龄的小学新生数",),
)  # fmt: skip
