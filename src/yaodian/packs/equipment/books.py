"""图书: each accession (入藏) or withdrawal (剔旧) of books by a school's library.

The books that a library has on a day are those taken in until then less those withdrawn.
"""

from yaodian.algebra.language import Value, parameter, today
from yaodian.kernel.citation import Law
from yaodian.registers.columns import Choice, Date, Integer, Money, Organisation, Text
from yaodian.registers.filing import school_yearly
from yaodian.registers.register import WARNING, Register
from yaodian.registers.school_profile import not_taught

LIBRARY_RULES = Law("中小学图书馆（室）规程", "教基〔2018〕5号")

register = Register(
    key="books",
    title="图书",
    one_row_is="一批图书的入藏或剔旧",
    counted_in="批",
    basis=(LIBRARY_RULES.whole(),),
    office="ict",
    offices=("finance", "inspection", "basic-education", "preschool", "moral-education", "audit"),
    columns=(
        Organisation("school", "学校", required=True, listed=True, synonyms=("学校名称",)),
        Text(
            "number", "批次号", required=True, listed=True, searched=True,
            synonyms=("编号", "登记号", "总括登记号"), help="总括登记的号；两个学段分行填，批次号加A、B", length=30,
        ),
        Choice(
            "book_kind", "图书种类", codes="book_kind", required=True, listed=True, filtered=True,
            synonyms=("种类", "文献类型"),
        ),
        Choice(
            "stage", "使用学段", codes="stage", required=True, listed=True, filtered=True, synonyms=("学段",),
            help="两个学段共用的按学生数分摊册数，分行填",
        ),
        Choice(
            "movement", "增减", codes="book_movement", required=True, listed=True, filtered=True,
            synonyms=("入藏或剔旧", "登记类别"),
        ),
        Integer(
            "copies", "册数", required=True, unit="册", least=1, most=1_000_000, listed=True,
            synonyms=("数量", "图书册数", "本数"),
        ),
        Money("value", "金额", synonyms=("总金额", "码洋", "总价"), help="这一批全部图书的金额（元），剔旧的填原入藏金额"),
        Choice(
            "source", "来源", codes="book_source", filtered=True, synonyms=("图书来源", "取得方式"),
            help="入藏的填，剔旧的留空",
        ),
        Date(
            "moved_on", "登记日期", required=True, months=True, listed=True, sorted=True,
            synonyms=("入藏日期", "剔旧日期", "日期", "入库日期"),
        ),
    ),
    identity=("school", "number"),
    owner="school",
    label=("number",),
    filing=school_yearly(months=1, due_day=15),
    order=64,
)  # fmt: skip
rows = register.rows


def _of_its_kind(where: Value) -> Value:
    """The copies of the same kind for the same stage of the school."""
    return rows.same("school", "stage", "book_kind", where=where).total("copies")


taken_in, withdrawn = rows.movement == "1", rows.movement == "2"

register.check(
    "L01", "学校的办学类型里没有这个使用学段", on="stage",
    fix="改正使用学段；学校确实办这个学段的，先改学校的办学类型",
    bad=not_taught(rows),
)  # fmt: skip
register.check(
    "L02", "剔旧的册数合计超过入藏的册数合计", on=("copies", "movement"),
    fix="补登以前的入藏（没有逐批登记的，按现有册数登记一批）；剔旧的册数、种类填错的改正",
    bad=withdrawn & (_of_its_kind(withdrawn) > _of_its_kind(taken_in)),
)  # fmt: skip
register.check(
    "L03", "入藏没有填来源，或剔旧填了来源", on=("source", "movement"), severity=WARNING,
    fix="入藏的填采购、捐赠或调入，剔旧的留空",
    bad=(taken_in & rows.source.is_unknown()) | (withdrawn & rows.source.is_known()),
)  # fmt: skip
register.check(
    "L04", "登记日期在将来", on="moved_on",
    fix="改正日期；还没有验收的验收后再登记",
    bad=rows.moved_on > today(),
)  # fmt: skip
register.check(
    "L05", "一批图书的金额过高", on="value", severity=WARNING,
    fix="核对金额的单位是元还是万元；建馆时的大批入藏可以保留并说明",
    bad=rows.value > parameter("registers.books_value_most", unit="元"),
)  # fmt: skip
register.check(
    "L06", "学校停办以后还有登记", on=("moved_on", "school"), severity=WARNING,
    fix="图书已移交的由接收学校登记；核对学校的停办（撤并）日期",
    bad=rows.moved_on > rows.others("schools", on={"school": rows.school}).only("closed_on"),
)  # fmt: skip
