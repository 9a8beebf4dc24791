"""师德考核: the yearly review of a teacher's conduct and the year's appraisal that goes with it.

Rows belong to a school year and are locked once the bureau has approved the school's filing.
"""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.kernel.period import Cycle
from yaodian.registers.columns import Choice, Date, Organisation, Ref, Text, YesNo
from yaodian.registers.filing import Calendar
from yaodian.registers.register import WARNING, Kind, Register

ETHICS = Law("关于建立健全中小学师德建设长效机制的意见", "教师〔2013〕10号")
APPRAISAL = Law("事业单位工作人员考核规定", "人社部发〔2023〕6号")

register = Register(
    key="ethics_reviews",
    title="师德考核",
    one_row_is="一名教师一个学年的师德考核和年度考核结果",
    counted_in="人",
    office="personnel",
    offices=("moral-education", "inspection"),
    basis=(ETHICS.whole(),),
    columns=(
        Organisation("school", "学校", required=True, listed=True, synonyms=("所在学校", "学校名称")),
        Ref("teacher", "教师", register="staff", required=True, listed=True, synonyms=("姓名", "教师姓名")),
        Choice(
            "ethics_grade", "师德考核等次", codes="ethics_grade", required=True, listed=True, filtered=True,
            synonyms=("师德考核结果", "师德等次"),
        ),
        Choice(
            "appraisal_grade", "年度考核等次", codes="appraisal_grade", listed=True, filtered=True,
            synonyms=("年度考核结果",),
        ),
        YesNo("vetoed", "一票否决", required=True, listed=True, filtered=True, synonyms=("是否一票否决", "师德失范")),
        Text(
            "veto_reason", "否决情形", long=True, length=500, sensitive=True,
            synonyms=("师德失范情形",), help="写明行为和处理文号",
        ),
        Date("reviewed_on", "考核日期", required=True, synonyms=("评定日期",)),
        Date("posted_on", "公示日期", synonyms=("公示时间",), help="结果在校内公示的第一天"),
    ),
    identity=("teacher",),
    owner="school",
    label=("teacher",),
    about_people=True,
    kind=Kind.PERIODIC,
    filing=Calendar(Cycle.SCHOOL_YEAR, 1, 30),
    order=50,
)  # fmt: skip
rows = register.rows

register.check(
    "R01", "师德考核不合格，年度考核不是不合格", on=("ethics_grade", "appraisal_grade"),
    fix="师德考核不合格的，年度考核评定为不合格",
    bad=(rows.ethics_grade == "4") & rows.appraisal_grade.is_in("1", "2", "3"),
    basis=ETHICS.whole(),
)  # fmt: skip
register.check(
    "R02", "一票否决的，师德考核不是不合格", on=("vetoed", "ethics_grade"),
    fix="有否决情形的评定为不合格；没有的把一票否决改为否",
    bad=rows.vetoed & (rows.ethics_grade != "4"),
    basis=ETHICS.whole(),
)  # fmt: skip
register.check(
    "R03", "一票否决没有写否决情形", on="veto_reason",
    fix="写明行为、查实日期和处理文号",
    bad=rows.vetoed & rows.veto_reason.is_unknown(),
)  # fmt: skip
register.check(
    "R04", "公示日期早于考核日期，或考核日期在将来", on=("reviewed_on", "posted_on"),
    fix="先考核后公示，改正日期",
    bad=(rows.posted_on < rows.reviewed_on) | (rows.reviewed_on > today()),
)  # fmt: skip
register.check(
    "R05", "考核后一个月没有公示", on="posted_on", severity=WARNING,
    fix="在校内公示，填公示的第一天",
    bad=rows.posted_on.is_unknown()
    & (rows.reviewed_on.days_to(today()) > parameter("registers.posting_days", unit="天")),
)  # fmt: skip
register.check(
    "R06", "教师不是本校的人", on="teacher",
    fix="由教师人事关系所在的学校考核；交流的教师由接收学校出意见、原校登记",
    bad=rows.teacher.school != rows.school,
)  # fmt: skip
register.check(
    "R07", "考核时教师已经离校", on=("teacher", "reviewed_on"), severity=WARNING,
    fix="改由现在的学校考核，或改正考核日期",
    bad=rows.teacher.left_on < rows.reviewed_on,
)  # fmt: skip
year = rows.same("school", rows.reviewed_on.year)
excellent = rows.same("school", rows.reviewed_on.year, where=rows.appraisal_grade == "1")
register.check(
    "R08", "本校年度考核优秀的人数超过比例", on="appraisal_grade", severity=WARNING,
    fix="优秀一般不超过应参加考核人数的20%：减少优秀人数，或说明批准提高比例的文号",
    bad=(rows.appraisal_grade == "1")
    & (excellent.count() > 1)
    & (excellent.count() * 100 > year.count() * parameter("registers.excellent_percent_most")),
    basis=APPRAISAL.whole(),
)  # fmt: skip
