"""教师素质: what teachers and heads have learned, which certificates, titles and honours they have.

规定学历 (prescribed by 教师法 of 1993, article 11): 幼儿师范或中师 for kindergartens and primary schools, 专科 for junior,
本科 for senior schools. Degrees, titles and certificates are as registered now, for past days too.
"""

from yaodian.algebra.language import Value
from yaodian.algebra.measure_language import share
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Norm
from yaodian.registers.present import NAMES, serving, teachers
from yaodian.registers.present import staff as rows

TEACHERS_LAW = "中华人民共和国教师法（1993年）第十一条的学历要求；比例的口径按各地要点"
QUALITY = "县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号）"
TITLES = "关于深化中小学教师职称制度改革的指导意见（人社部发〔2015〕79号）的五级职称；比例的口径未查证"
HONOURS = "骨干教师评选的通行口径，各省称号不同"
PRESCHOOL = "县域学前教育普及普惠督导评估办法（教督〔2020〕1号）"
HEADS = "校长学历、持证比例见各地要点；口径未查证"
NOW = "按现在的登记"

EDUCATION = code_list("education_level")
SECONDARY = tuple(code for code in EDUCATION.under("高中阶段及以上") if code < "60")  # 中师、中专 and higher
COLLEGE, DEGREE, POSTGRADUATE = (EDUCATION.under(name) for name in ("专科及以上", "本科及以上", "研究生"))
PRESCRIBED = {
    "kindergarten": SECONDARY,
    "primary": SECONDARY,
    "junior": COLLEGE,
    "senior": DEGREE,
    "vocational": DEGREE,
}
CAN_TEACH = {"kindergarten": ("1",), **{
    stage: code_list("teacher_qualification").under(f"可教{name}")
    for stage, name in (("primary", "小学"), ("junior", "初中"), ("senior", "高中"))
}}  # fmt: skip
STAGES = ("kindergarten", "primary", "junior", "senior")


def has_any_of(levels: dict[str, tuple[str, ...]], value: Value) -> Value:
    """The value is among those of the teacher's stage."""
    (first, options), *others = levels.items()
    found = (rows.stage == first) & value.is_in(*options)
    for stage, wanted in others:
        found = found | ((rows.stage == stage) & value.is_in(*wanted))
    return found


educated = rows.highest_education
certified = rows.qualification.is_known() & (rows.qualification != "0")

indicators = Indicators("教师素质", "qualities", office="personnel", order=42, about_people=True)

SHARES = (
    ("primary_diploma", "小学教师专科率", "primary", COLLEGE, "专科以上学历"),
    ("primary_degree", "小学教师本科率", "primary", DEGREE, "本科以上学历"),
    ("junior_degree", "初中教师本科率", "junior", DEGREE, "本科以上学历"),
    ("senior_degree", "高中教师本科率", "senior", DEGREE, "本科以上学历"),
    ("senior_postgraduate", "高中教师研究生比例", "senior", POSTGRADUATE, "研究生学历"),
    ("preschool_diploma", "幼儿教师专科以上学历比例", "kindergarten", COLLEGE, "专科以上学历"),
)
for _key, _title, _stage, _levels, _educated in SHARES:
    indicators.add(
        f"teachers.{_key}_share", _title, share(teachers(_stage), educated.is_in(*_levels)), direction=Direction.UP,
        source=TEACHERS_LAW, note=f"最高学历，{NOW}", parts=(f"{_educated}的{NAMES[_stage]}教师数",),
    )  # fmt: skip
indicators.add(
    "teachers.degree_qualified_rate", "教师学历合格率",
    share(teachers(*PRESCRIBED), has_any_of(PRESCRIBED, educated)), direction=Direction.UP, source=TEACHERS_LAW,
    note=f"幼儿园和小学中师、中专以上，初中专科以上，高中和中职本科以上；{NOW}",
    parts=("学历合格的教师数", "幼儿园到高中阶段专任教师数"),
)  # fmt: skip
indicators.add(
    "teachers.above_prescribed_share", "高于规定学历教师比例",
    share(teachers("primary", "junior"), has_any_of({"primary": COLLEGE, "junior": DEGREE}, educated)),
    direction=Direction.UP, source=QUALITY, synonyms=("高于规定学历教师占比",), note=f"小学专科、初中本科及以上；{NOW}",
    parts=("高于规定学历的教师数", "小学、初中专任教师数"),
)  # fmt: skip
for _stage in STAGES:
    _code = "preschool" if _stage == "kindergarten" else _stage
    indicators.add(
        f"{_code}.certified_teachers_share", f"{NAMES[_stage].removeprefix('普通')}教师持证率", share(teachers(_stage), certified),
        direction=Direction.UP, source=PRESCHOOL if _code == "preschool" else QUALITY,
        norm=Norm(">=", "preschool.certified_share" if _code == "preschool" else "balance.assurance.certified_share"),
        note=f"有教师资格的专任教师；{NOW}", parts=(f"持证的{NAMES[_stage]}教师数",),
    )  # fmt: skip
indicators.add(
    "teachers.certified_share", "教师资格证持证率", share(teachers(), certified), direction=Direction.UP, source=QUALITY,
    norm=Norm(">=", "balance.assurance.certified_share"), synonyms=("教师持证率", "教师持证上岗率", "专任教师持证率"),
    note=f"含幼儿园；{NOW}", parts=("持证教师数",),
)  # fmt: skip
indicators.add(
    "teachers.certified_for_stage_share", "持所教学段资格证的教师比例",
    share(teachers(*STAGES), has_any_of(CAN_TEACH, rows.qualification)), direction=Direction.UP,
    source="教师资格条例第五条", synonyms=("学段资格匹配率",), note=f"高一级的资格可以教低一级的学段，幼儿园除外；{NOW}",
    parts=("学段资格相符的教师数", "幼儿园到普通高中专任教师数"),
)  # fmt: skip
RANKS = (
    ("top", "正高级", ("1",)), ("senior", "高级及以上", code_list("title_level").under("副高及以上")),
    ("middle", "中级及以上", code_list("title_level").under("中级及以上")),
)  # fmt: skip
for _key, _name, _codes in RANKS:
    indicators.add(
        f"teachers.{_key}_title_share", f"{_name}职称教师占比", share(teachers(), rows.title.is_in(*_codes)), source=TITLES,
        synonyms=(f"{_name}职称教师比例",), note=f"含幼儿园；{NOW}", parts=(f"{_name}职称教师数",),
    )  # fmt: skip
indicators.add(
    "teachers.untitled_share", "未定职级教师占比", share(teachers(), rows.title.is_unknown() | (rows.title == "9")),
    source=TITLES, note=f"含没有登记职称的；{NOW}", parts=("未定职级教师数",),
)  # fmt: skip
HONOURED = (("backbone", "县级以上", "县级及以上"), ("city_backbone", "市级以上", "市级及以上"))
for _key, _name, _group in HONOURED:
    _has = rows.backbone.is_in(*code_list("backbone_level").under(_group))
    indicators.add(
        f"teachers.{_key}_share", f"{_name}骨干教师占比", share(teachers(), _has), direction=Direction.UP, source=HONOURS,
        synonyms=(f"{_name}骨干教师比例",), note=f"含幼儿园；{NOW}",
    )  # fmt: skip
    indicators.add(
        f"teachers.{_key}", f"{_name}骨干教师数", teachers(where=_has), digits=0, direction=Direction.UP, source=HONOURS,
        note=f"含幼儿园；{NOW}",
    )  # fmt: skip
head = serving & (rows.duty == "1")
for _key, _title, _stage, _levels, _educated in (
    ("primary_diploma", "小学校长专科率", "primary", COLLEGE, "专科以上学历"),
    ("junior_degree", "初中校长本科率", "junior", DEGREE, "本科以上学历"),
    ("senior_postgraduate", "高中校长研究生比例", "senior", POSTGRADUATE, "研究生学历"),
):
    indicators.add(
        f"heads.{_key}_share", _title, share(rows.count(where=head & (rows.stage == _stage)), educated.is_in(*_levels)),
        direction=Direction.UP, source=HEADS, note=f"行政职务是校长、任教学段相符的；九年一贯制学校按校长的任教学段。{NOW}",
        parts=(f"{_educated}的{NAMES[_stage]}校长数", f"{NAMES[_stage]}校长数"),
    )  # fmt: skip
