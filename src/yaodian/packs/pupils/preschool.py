"""学前教育: children in kindergartens, and how many of them are in public and in inclusive ones.

An inclusive kindergarten (普惠性幼儿园) is a public one or a private one that is recognised so. 覆盖率 counts children; the
share of kindergartens is another figure, counted in `packs/schools/network`. Who runs a kindergarten is as registered now.
"""

from yaodian.algebra.measure_language import ratio, share
from yaodian.registers.indicator import Direction, Indicators, Norm
from yaodian.registers.present import in_public_school, profile, pupils, teachers

PRESCHOOL = "县域学前教育普及普惠督导评估办法（教督〔2020〕1号）；条文见各县公开的达标表"
STATISTICS = "教育事业统计学前教育的通行口径，未查证"

indicators = Indicators("学前教育", "preschool", office="preschool", order=20, about_people=True)

indicators.add(
    "preschool.children", "在园幼儿数", pupils("kindergarten"), digits=0, source=STATISTICS,
    synonyms=("幼儿园在园幼儿数",), note="含附设幼儿班",
)  # fmt: skip
indicators.add(
    "preschool.inclusive_coverage_rate", "普惠性幼儿园覆盖率",
    share(pupils("kindergarten"), in_public_school | profile.only("inclusive")), source=PRESCHOOL, direction=Direction.UP,
    norm=Norm(">=", "preschool.inclusive_coverage"), note="公办园和普惠性民办园的在园幼儿占全部在园幼儿的比例",
    parts=("普惠性幼儿园在园幼儿数",),
)  # fmt: skip
indicators.add(
    "preschool.public_pupils_share", "公办园在园幼儿占比", share(pupils("kindergarten"), in_public_school),
    source=PRESCHOOL, direction=Direction.UP, norm=Norm(">=", "preschool.public_share"),
    parts=("公办园在园幼儿数",),
)  # fmt: skip
indicators.add(
    "preschool.pupil_teacher_ratio", "幼儿园生师比", ratio(pupils("kindergarten"), teachers("kindergarten"), scale=1),
    source=PRESCHOOL, direction=Direction.DOWN, norm=Norm("<=", "preschool.children_per_teacher"),
    note="在园幼儿与专任教师之比；“师生比1:15”就是不超过15",
)  # fmt: skip
