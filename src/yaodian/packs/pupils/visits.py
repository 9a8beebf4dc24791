"""劝返走访 (visits): one row is one visit or call to bring a child back to school, within one spell out of school."""

from yaodian.algebra.language import today
from yaodian.packs.pupils.dropouts import DROPOUT_NOTICE, MINORS
from yaodian.registers.columns import Choice, Date, File, Organisation, Ref, Text
from yaodian.registers.register import WARNING, Register

register = Register(
    key="visits",
    title="劝返走访记录",
    one_row_is="为一名失学学生的一次劝返走访",
    counted_in="次",
    basis=(MINORS.article(28), DROPOUT_NOTICE.whole()),
    office="basic-education",
    offices=("inspection", "legal", "moral-education"),
    columns=(
        Ref("dropout", "失学记录", register="dropouts", required=True, listed=True, synonyms=("控辍记录", "学生")),
        Organisation("school", "学校", required=True, listed=True, filtered=True),
        Date(
            "visited_on",
            "走访日期",
            required=True,
            listed=True,
            sorted=True,
            synonyms=("家访日期", "劝返日期", "走访时间"),
        ),
        Text(
            "visitors",
            "走访人",
            length=100,
            required=True,
            listed=True,
            searched=True,
            synonyms=("劝返人", "家访人", "走访人员"),
        ),
        Text("met", "见到何人", length=60, synonyms=("受访人",), help="如：父亲、祖母、学生本人"),
        Choice("result", "走访结果", codes="dropout_result", listed=True, filtered=True, synonyms=("劝返结果",)),
        Text("said", "走访情况", length=500, long=True, sensitive=True, synonyms=("走访内容", "谈话内容")),
        Text("next_step", "下一步措施", length=300, long=True, synonyms=("下步措施", "下一步打算")),
        File("evidence", "走访照片或记录", synonyms=("佐证材料",)),
    ),
    identity=("dropout", "visited_on"),
    label=("dropout", "visited_on"),
    owner="school",
    about_people=True,
    order=25,
)
rows = register.rows

register.check(
    "V01", "走访早于失学日期", on="visited_on",
    fix="改正走访日期，或选择另一次失学记录",
    bad=rows.visited_on < rows.dropout["left_on"],
)  # fmt: skip
register.check(
    "V02", "走访晚于返校日期", severity=WARNING, on="visited_on",
    fix="返校后的回访可以保留；再次失学的另登记一次失学",
    bad=rows.visited_on > rows.dropout["returned_on"],
)  # fmt: skip
register.check("V03", "走访日期在将来", on="visited_on", fix="改正走访日期", bad=rows.visited_on > today())
register.check(
    "V04", "学校与失学记录的学校不一致", on="school",
    fix="改为失学记录的学校",
    bad=rows.dropout["school"] != rows.school,
)  # fmt: skip
register.check(
    "V05", "走访结果是已返校，失学记录没有结束", severity=WARNING, on="result",
    fix="在控辍保学台账填返校日期和劝返结果",
    bad=(rows.result == "1") & rows.dropout["returned_on"].is_unknown(),
)  # fmt: skip
register.check(
    "V06", "没有劝返成功，也没有写下一步措施", severity=WARNING, on="next_step",
    fix="写明下一步由谁、何时、怎样劝返",
    bad=rows.result.is_in("5", "8", "9") & rows.next_step.is_unknown(), basis=DROPOUT_NOTICE.whole(),
)  # fmt: skip
