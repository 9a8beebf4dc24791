"""培训与交流: hours of training, exchange between schools, and the yearly review of teachers' conduct.

Hours are those of courses that were passed and ended in the school year. Who is due for an exchange has taught at one school
for some years (六年, unless the province says otherwise).
"""

from collections.abc import Callable

from yaodian.algebra.language import Value, parameter
from yaodian.algebra.measure_language import as_of, per_head, period_start, ratio, share
from yaodian.packs.staff.ethics_reviews import register as review_register
from yaodian.packs.staff.exchanges import register as exchange_register
from yaodian.packs.staff.training import register as training_register
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Norm, Taken
from yaodian.registers.present import staff, teachers, within

FURTHER_EDUCATION = "中小学教师继续教育规定（教育部令第7号）；五年360学时见教师〔2011〕1号，未查证"
NATIONAL = "国培计划任务的通行口径"
EXCHANGE = "关于推进县（区）域内义务教育学校校长教师交流轮岗的意见（教师〔2014〕4号），条文未查证"
ETHICS = "关于建立健全中小学师德建设长效机制的意见（教师〔2013〕10号）；比例的口径未查证"
FIVE_YEARS = 60  # months
COUNTED_KINDS = ("1", "2", "3", "4")  # exchange_kind: 定期交流、跨校竞聘、学区一体化、学校联盟

courses, exchanges, reviews = training_register.rows, exchange_register.rows, review_register.rows
done = courses.count(where=within(courses.ends_on))
passed = within(courses.ends_on) & courses.passed


def hours(counts: Callable[[Value], Value]) -> Value:
    """A teacher's hours of courses that were passed, and whose last day counts."""
    passed = staff.others("training", on={"teacher": staff.id}, where=lambda them: them.passed & counts(them.ends_on))
    return passed.total("hours")


indicators = Indicators("培训与交流", "growth", office="personnel", order=44, about_people=True)
for _rows in (courses, exchanges, reviews):
    indicators.split("stage", _rows.teacher["stage"])
    indicators.split("sex", _rows.teacher["sex"])
    indicators.split("subject", _rows.teacher["subject"])

indicators.add(
    "teachers.training_hours", "教师每年参加培训学时", per_head(courses.total("hours", where=passed), teachers()),
    digits=1, taken=Taken.LAST, direction=Direction.UP, source=FURTHER_EDUCATION,
    synonyms=("教师人均培训学时", "人均培训学时"),
    note="本学年结束并且合格的培训学时除以统计日的专任教师数，含幼儿园", parts=("合格的培训学时数",),
)  # fmt: skip
indicators.add(
    "teachers.trained_enough_share", "年培训学时达标率",
    share(teachers(), hours(within) >= parameter("staff.training_hours_per_year", unit="学时")),
    taken=Taken.LAST, direction=Direction.UP, source=FURTHER_EDUCATION, synonyms=("教师年培训达标率", "教师培训学时达标率"),
    note="本学年合格学时达到72的专任教师比例", parts=("年培训学时达标的教师数",),
)  # fmt: skip
indicators.add(
    "teachers.trained_in_five_years_share", "五年培训学时达标率",
    share(
        teachers(),
        hours(lambda day: (day <= as_of()) & (day.months_to(as_of()) < FIVE_YEARS))
        >= parameter("balance.assurance.training_hours", unit="学时"),
    ),
    taken=Taken.LAST, direction=Direction.UP, source="县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号）：五年360学时的完成率",
    norm=Norm(">=", "balance.assurance.training_share"), synonyms=("五年360学时完成率", "教师五年培训完成率"),
    note="统计日以前五年合格学时达到360的专任教师比例；从教不足五年的也在分母里，要有五年的培训记录",
    parts=("五年培训学时达标的教师数",),
)  # fmt: skip
indicators.add(
    "teachers.training_pass_rate", "单科结业率",
    ratio(
        courses.count(where=passed),
        courses.count(where=within(courses.ends_on) & courses.passed.is_known()),
    ),
    taken=Taken.LAST, direction=Direction.UP, source=FURTHER_EDUCATION, note="合格的占有考核结果的培训人次的比例",
    parts=("合格的培训人次", "有考核结果的培训人次"),
)  # fmt: skip
indicators.add(
    "teachers.training_attendance_rate", "教师参训率",
    share(teachers(), staff.others("training", on={"teacher": staff.id}, where=lambda them: within(them.ends_on)).exists()),
    taken=Taken.LAST, direction=Direction.UP, source=FURTHER_EDUCATION,
    note="本学年参加过至少一次培训（不论合格与否）的专任教师比例，含校本研修", parts=("参训教师数",),
)  # fmt: skip
indicators.add(
    "teachers.trained_person_times", "培训教师人次", done, digits=0, taken=Taken.LAST, direction=Direction.UP,
    source=FURTHER_EDUCATION, note="本学年结束的培训，含校本研修",
)  # fmt: skip
for _code, _title, _where, _note in (
    ("teachers.national_training_person_times", "国培计划任务人次", courses.training_level == "1", "培训级别是国培的"),
    ("teachers.ict_trained_person_times", "教师信息技术培训人次", courses.training_kind == "4", "培训内容是信息技术的"),
    ("teachers.head_training_person_times", "校（园）长培训人次", courses.training_kind == "6", "培训内容是校（园）长的"),
    ("teachers.class_teacher_training_person_times", "班主任培训人次", courses.training_kind == "5", "培训内容是班主任的"),
    (
        "teachers.county_training_person_times", "县级及以上培训人次",
        courses.training_level.is_in(*code_list("training_level").under("县级及以上")), "不含校本研修",
    ),
):  # fmt: skip
    indicators.add(
        _code, _title, courses.count(where=within(courses.ends_on) & _where), digits=0, taken=Taken.LAST,
        direction=Direction.UP, source=NATIONAL if "national" in _code else FURTHER_EDUCATION, note=_note,
    )  # fmt: skip

begun = within(exchanges.begins_on) & exchanges.exchange_kind.is_in(*COUNTED_KINDS)
gone = exchanges.count(where=begun, unit="人")
due = teachers(
    "primary", "junior",
    where=staff.joined_school_on.years_to(period_start()) >= parameter("staff.exchange_after_years", unit="年"),
)  # fmt: skip
indicators.add(
    "teachers.exchanges", "交流轮岗教师人数", gone, digits=0, taken=Taken.LAST, direction=Direction.UP, source=EXCHANGE,
    synonyms=("交流轮岗人数", "教师交流人数"), note="本学年开始的定期交流、跨校竞聘、学区和联盟内交流，按派出学校；支教、走教不计",
)  # fmt: skip
indicators.add(
    "teachers.rotation_share", "教师交流轮岗比例", ratio(gone, due), taken=Taken.LAST, direction=Direction.UP, source=EXCHANGE,
    norm=Norm(">=", "balance.assurance.rotation_share"),
    note="本学年交流的占符合交流条件的义务教育专任教师（在本校任教满六年）的比例；年龄上限、孕产病假没有扣除",
    parts=("", "符合交流条件的教师数"),
)  # fmt: skip
indicators.add(
    "teachers.backbone_rotation_share", "骨干教师交流比例", share(gone, exchanges.as_backbone), taken=Taken.LAST,
    direction=Direction.UP, source=EXCHANGE, norm=Norm(">=", "balance.assurance.backbone_rotation_share"),
    note="交流轮岗教师中县级以上骨干教师的比例", parts=("交流的骨干教师数",),
)  # fmt: skip
indicators.add(
    "teachers.supporting", "支教走教教师人数",
    exchanges.count(where=within(exchanges.begins_on) & exchanges.exchange_kind.is_in("5", "6"), unit="人"),
    digits=0, taken=Taken.LAST, source=EXCHANGE, synonyms=("支教教师人数",), note="本学年开始的支教和走教，按派出学校",
)  # fmt: skip

reviewed = reviews.count(where=within(reviews.reviewed_on))
indicators.add(
    "teachers.ethics_pass_rate", "师德考核合格率",
    share(reviewed, reviews.ethics_grade.is_in(*code_list("ethics_grade").under("合格及以上"))),
    taken=Taken.LAST, direction=Direction.UP, source=ETHICS, synonyms=("师德考核合格比例",),
    note="合格和优秀；基本合格不计。按考核日期归学年", parts=("师德考核合格的人数", "师德考核的人数"),
)  # fmt: skip
indicators.add(
    "teachers.ethics_excellent_share", "师德考核优秀比例", share(reviewed, reviews.ethics_grade == "1"), taken=Taken.LAST,
    source=ETHICS, note="按考核日期归学年", parts=("师德考核优秀的人数",),
)  # fmt: skip
indicators.add(
    "teachers.ethics_reviewed_share", "师德考核覆盖率", ratio(reviewed, teachers()), taken=Taken.LAST, direction=Direction.UP,
    source=ETHICS, synonyms=("师德考核率",), note="本学年考核的人数占统计日专任教师数的比例；考核了其他教职工或已离校的会超过100",
)  # fmt: skip
indicators.add(
    "teachers.ethics_vetoed", "师德一票否决人数", reviews.count(where=within(reviews.reviewed_on) & reviews.vetoed), digits=0,
    taken=Taken.LAST, direction=Direction.DOWN, source=ETHICS, synonyms=("师德失范人数",), note="按考核日期归学年",
)  # fmt: skip
