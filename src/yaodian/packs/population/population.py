"""学龄人口 (school-age population): how many children of one age and sex live in one township on one day.

The denominators of gross enrolment, with their source. Counts of people and no persons: rows come from the police, the
statistics office or the schools' own survey as totals. Two bases are kept side by side and never added up: 常住 (whoever
lives here) and 户籍 (whoever is registered here, wherever he lives).
"""

from yaodian.algebra.language import parameter, today
from yaodian.kernel.citation import Law
from yaodian.registers.columns import Choice, Date, Integer, Organisation, Text
from yaodian.registers.register import WARNING, Fills, Register

COMPULSORY_EDUCATION_LAW = Law("中华人民共和国义务教育法")  # article 11: the age of entry
RESIDENT, REGISTERED = "1", "2"  # 常住人口、户籍人口
NOT_SPLIT = "0"  # the sex of a row that counts boys and girls together

WHERE = (
    Organisation(
        "central_school", "所属单位", kinds=("township", "school", "bureau"), required=True, listed=True, filtered=True,
        synonyms=("中心校", "中心学校", "学区"), help="乡镇（街道）的中心学校；没有中心学校的填中心小学或教育局",
    ),
    Text(
        "township", "乡镇（街道）", required=True, listed=True, searched=True,
        synonyms=("乡镇", "街道", "乡镇街道", "所属乡镇"), length=40,
    ),
    Date(
        "counted_on", "截止日期", required=True, listed=True, sorted=True, filtered=True,
        synonyms=("统计日期", "统计时点", "时点"), help="每年8月31日：这一天的年龄决定当年入学",
    ),
)  # fmt: skip
WHO = (
    Integer(
        "age", "年龄", unit="岁", least=0, most=19, required=True, listed=True, sorted=True, filtered=True,
        synonyms=("周岁", "实足年龄"), help="截止日期的周岁",
    ),
    Choice(
        "sex", "性别", codes="sex", within=("0", "1", "2"), required=True, listed=True, filtered=True,
        help="来源没有分性别的填“未知的性别”，男女合为一行",
    ),
    Choice(
        "basis", "人口口径", codes="population_basis", required=True, listed=True, filtered=True,
        synonyms=("口径", "人口类别"), help="常住人口是实际居住的，户籍人口是登记户口的，两种分行填",
    ),
)  # fmt: skip
COUNT = (
    Integer("number", "人数", unit="人", least=0, most=1_000_000, required=True, listed=True, synonyms=("人口数", "学龄人口数")),
    Integer(
        "disabled", "其中残疾儿童少年", unit="人", least=0, most=100_000,
        synonyms=("残疾人数", "其中残疾", "适龄残疾儿童少年数"), help="残联、卫健和学校核对过的人数，6—14岁填；没有核对的留空",
    ),
)  # fmt: skip
SOURCE = (
    Choice(
        "source", "来源", codes="population_source", required=True, listed=True, filtered=True,
        synonyms=("数据来源", "人口数来源"),
    ),
    Text("source_document", "来源文件", synonyms=("文件", "资料名称", "函号"), length=100, help="写明资料名称、日期或函号"),
    Text("note", "备注", synonyms=("说明",), length=200, long=True),
)  # fmt: skip

register = Register(
    key="population",
    title="学龄人口",
    one_row_is="一个乡镇（街道）在一天、一个年龄、一种性别的人口数",
    counted_in="条",
    office="basic-education",
    offices=("preschool", "vocational", "admissions", "inspection", "finance", "projects", "general"),
    basis=(COMPULSORY_EDUCATION_LAW.article(11),),
    columns=(*WHERE, *WHO, *COUNT, *SOURCE),
    identity=("township", "counted_on", "age", "sex", "basis"),
    owner="central_school",
    label=("township", "counted_on", "age"),
    fills=Fills.OFFICE,
    order=15,
    groups=(("地方和日期", "central_school"), ("人口", "age"), ("来源", "source")),
)  # fmt: skip
rows = register.rows
same_count = ("township", "counted_on", "basis")
year_before = rows.others(
    "population",
    on={name: rows[name] for name in ("township", "basis", "sex")} | {"age": rows.age - 1},
    where=lambda them: them.counted_on.year + 1 == rows.counted_on.year,
).only("number")

register.check(
    "N01", "截止日期在将来", on="counted_on",
    fix="改正日期；预测的人口数不登记在这里",
    bad=rows.counted_on > today(),
)  # fmt: skip
register.check(
    "N02", "残疾儿童少年数多于人数", on=("number", "disabled"),
    fix="残疾人数是人数里的一部分，改正填错的一项",
    bad=rows.disabled > rows.number,
)  # fmt: skip
register.check(
    "N03", "同一年龄既有分性别的，又有不分性别的，会重复计算", on=("age", "sex"),
    fix="来源分性别的，删去不分性别的一行",
    bad=(rows.sex == NOT_SPLIT) & rows.same(*same_count, "age", where=rows.sex != NOT_SPLIT).exists(),
)  # fmt: skip
register.check(
    "N04", "同一年龄只有男或只有女", on=("age", "sex"), severity=WARNING,
    fix="补登另一种性别；确实没有的填0",
    bad=(rows.sex != NOT_SPLIT) & (rows.same(*same_count, "age", where=rows.sex != NOT_SPLIT).distinct("sex") == 1),
)  # fmt: skip
register.check(
    "N05", "6—14岁不齐全，缺少年龄", on="age", severity=WARNING,
    fix="补登缺少的年龄，没有人的填0",
    bad=rows.age.between(6, 14)
    & (rows.age == rows.same(*same_count, where=rows.age.between(6, 14)).smallest("age"))
    & (rows.same(*same_count, where=rows.age.between(6, 14)).distinct("age") < 9),
)  # fmt: skip
register.check(
    "N06", "与上年小一岁的人数相差过大", on="number", severity=WARNING,
    fix="核对来源和口径；确有大量迁入迁出的在备注里说明",
    bad=rows.age.between(1, 14)
    & (year_before >= parameter("registers.population_compared_from", unit="人"))
    & rows.note.is_unknown()
    & (
        (rows.number * 100 > year_before * (parameter("registers.population_change_percent") + 100))
        | (rows.number * 100 < year_before * (100 - parameter("registers.population_change_percent")))
    ),
)  # fmt: skip
register.check(
    "N07", "没有写明来源文件", on="source_document", severity=WARNING,
    fix="写明资料名称、日期或函号，以便复核",
    bad=rows.source_document.is_unknown(),
)  # fmt: skip
register.check(
    "N08", "来源与口径不符", on=("source", "basis"), severity=WARNING,
    fix="公安户籍是户籍人口；人口普查和统计部门发布的一般是常住人口：核对口径",
    bad=((rows.source == "1") & (rows.basis == RESIDENT)) | (rows.source.is_in("2", "3") & (rows.basis == REGISTERED)),
)  # fmt: skip
