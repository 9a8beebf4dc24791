"""普及与入学: what part of the children of an age, and how many children for each hundred of an age, go to school.

Rates of a population are those of townships and the county; a school has no population, so its rates are unknown. A gross
rate counts pupils of any age and may exceed 100, as may a township's to whose schools children of others go. Children who are
suspended (休学) are in no school until they come back.
"""

from yaodian.algebra.language import Value, parameter
from yaodian.algebra.measure_language import as_of, ratio
from yaodian.algebra.measures import Latest, Measure
from yaodian.packs.population.population import register as population
from yaodian.registers.indicator import Direction, Indicators, Norm
from yaodian.registers.present import COMPULSORY, disabled, pupils, since_august, spells

COLLECTION = "《中国教育监测与评价统计指标体系（2020年版）》，公式页未查证，按通行口径"
MONITORING = "小学学龄儿童净入学率的统计口径（教育部，1991年起按各地学制）"
PRESCHOOL = "县域学前教育普及普惠督导评估办法（教督〔2020〕1号）"
RESIDENT = "1"  # 常住人口
BASIS = "学龄人口用常住人口、8月31日的周岁；没有当年的学龄人口就没有数值"
NOT_PLACED = "9"  # of disability_placement

rows = population.rows
KINDERGARTEN, PRIMARY, JUNIOR, SENIOR, ADULT = (
    parameter(f"pupils.{key}", unit="岁")
    for key in ("kindergarten_age", "entry_age", "junior_age", "senior_age", "adult_age")
)
age = spells.pupil["born_on"].years_to(since_august)  # of a pupil, on the eve of the school year


def children(least: Value, until: Value, column: str = "number") -> Latest:
    """How many children of an age live here: the latest count of each township, not older than a year."""
    of_age = (rows.age >= least) & (rows.age < until)
    fresh = rows.counted_on.months_to(as_of()) < 12
    return rows.latest(
        column, at="counted_on", each=("township", "age", "sex"), where=(rows.basis == RESIDENT) & of_age & fresh
    )


def of_age(least: Value, until: Value) -> Value:
    """A pupil of an age."""
    return (age >= least) & (age < until)


def gross(*stages: str, least: Value, until: Value) -> Measure:
    """Pupils of the stages, of any age, for each hundred children of the age."""
    return ratio(pupils(*stages), children(least, until))


def net(*stages: str, least: Value, until: Value) -> Measure:
    """The percent of the children of an age who are pupils of the stages."""
    return ratio(pupils(*stages, where=of_age(least, until)), children(least, until))


indicators = Indicators("普及与入学", "access", office="basic-education", order=10, about_people=True)
indicators.split("sex", rows.sex)

indicators.add(
    "preschool.three_year_enrolment_rate", "学前三年毛入园率", gross("kindergarten", least=KINDERGARTEN, until=PRIMARY),
    source=PRESCHOOL, direction=Direction.UP, norm=Norm(">=", "preschool.enrolment_rate"),
    synonyms=("幼儿毛入园率", "毛入园率"), parts=("", "学前三年适龄人口数"),
    note=f"分子是幼儿园和附设幼儿班的全部幼儿，不论年龄。{BASIS}",
)  # fmt: skip
for _key, _title, _years in (("two_year", "学前二年毛入园率", 2), ("last_year", "学前一年毛入园率", 1)):
    indicators.add(
        f"preschool.{_key}_enrolment_rate", _title, net("kindergarten", least=PRIMARY - _years, until=PRIMARY),
        source=COLLECTION, direction=Direction.UP, note=f"分子是在园的该年龄幼儿。{BASIS}",
        parts=(f"{_title[:4]}适龄在园幼儿数", f"{_title[:4]}适龄人口数"),
    )  # fmt: skip
for _stage, _title, _least, _until in (("primary", "小学", PRIMARY, JUNIOR), ("junior", "初中", JUNIOR, SENIOR)):
    _schools = COMPULSORY if _stage == "primary" else ("junior", "senior", "vocational", "special")
    indicators.add(
        f"{_stage}.gross_enrolment_rate", f"{_title}毛入学率", gross(_stage, least=_least, until=_until),
        source=COLLECTION, direction=Direction.UP, note=f"可以超过100。{BASIS}", parts=("", f"{_title}适龄人口数"),
    )  # fmt: skip
    indicators.add(
        f"{_stage}.net_enrolment_rate", f"{_title}净入学率", net(_stage, least=_least, until=_until),
        source=MONITORING, direction=Direction.UP,
        synonyms=("小学学龄儿童净入学率（6—11岁）",) if _stage == "primary" else (), note=BASIS,
        parts=(f"{_title}适龄在校生数",),
    )  # fmt: skip
    indicators.add(
        f"{_stage}.enrolment_rate", f"{_title}适龄儿童入学率" if _stage == "primary" else f"{_title}学龄人口入学率",
        net(*_schools, least=_least, until=_until), source=COLLECTION, direction=Direction.UP,
        note=f"分子是在本学段、更高学段或特殊教育学校就读的适龄人口，含送教上门。{BASIS}",
        parts=(f"就读的{_title}适龄人口数",),
    )  # fmt: skip
indicators.add(
    "senior.gross_enrolment_rate", "高中阶段毛入学率", gross("senior", "vocational", least=SENIOR, until=ADULT),
    source=COLLECTION, direction=Direction.UP,
    note=f"只计在本县就读的普通高中和中职学生；外出就读的要另加，外来就读的未扣除。{BASIS}",
    parts=("高中阶段在校生数", "高中阶段适龄人口数"),
)  # fmt: skip
indicators.add(
    "senior.access_rate", "高中阶段教育普及率", net("senior", "vocational", least=SENIOR, until=ADULT),
    source=COLLECTION, direction=Direction.UP, note=f"没有统一定义，这里是15—17周岁人口中在高中阶段就读的比例。{BASIS}",
    parts=("高中阶段适龄在校生数",),
)  # fmt: skip
indicators.add(
    "compulsory.disabled_enrolment_rate", "残疾儿童少年入学率",
    ratio(
        pupils(
            *COMPULSORY,
            where=of_age(PRIMARY, SENIOR) & disabled
            & (spells.pupil["placement"].is_unknown() | (spells.pupil["placement"] != NOT_PLACED)),
        ),
        children(PRIMARY, SENIOR, "disabled"),
    ),
    source="县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号），条文未查证", direction=Direction.UP,
    norm=Norm(">=", "balance.assurance.disabled_enrolment_rate"),
    note="分子是特殊教育学校、随班就读、附设特教班和送教上门的适龄残疾学生；分母是残联、卫健和学校核对的适龄残疾儿童少年",
    parts=("就读的适龄残疾学生数", "适龄残疾儿童少年数"),
)  # fmt: skip
