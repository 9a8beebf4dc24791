"""普及与入学: how many children are in kindergartens and schools on a day, from the spells that hold it.

A spell stands for the child: entered_on <= day < left_on (or unknown). The stage is that of the class, or where no class is
known that of the grade at entry.
"""

from yaodian.algebra.language import Value
from yaodian.algebra.measure_language import as_of, share
from yaodian.packs.pupils.enrolments import register as enrolments
from yaodian.registers.indicator import Indicators

STATISTICS = "《中国教育监测与评价统计指标体系》；公式页未查到，按通行口径"

spells = enrolments.rows
there = (spells.entered_on <= as_of()) & (spells.left_on.is_unknown() | (spells.left_on > as_of()))


def at(*stages: str) -> Value:
    """There on the day, in a class of one of the stages."""
    return there & spells.class_room["stage"].is_in(*stages)


indicators = Indicators("普及与入学", "enrolment", office="basic-education", order=10, about_people=True)
indicators.split("stage", spells.class_room["stage"])
indicators.split("sex", spells.pupil["sex"])
indicators.split("migrant", spells.pupil["migrant"])

indicators.add(
    "primary.pupils", "小学在校生数", spells.count(where=at("primary")), digits=0, source=STATISTICS,
    synonyms=("小学生数", "小学在校学生数"),
)  # fmt: skip
indicators.add(
    "primary.girls_share", "小学女生占比", share(spells.count(where=at("primary")), spells.pupil["sex"] == "2"),
    source=STATISTICS, synonyms=("小学女童占比",),
)  # fmt: skip
