"""How certain each field is (确定程度), and in a few words why not fully; what has no doubt is certain."""

from collections.abc import Iterator

from yaodian.text.bounds import bound_before
from yaodian.text.characters import fold
from yaodian.text.phrases import compiled, group
from yaodian.text.reading import Actor, Commitment, Deadline, Doubt, Node, Reading

LONG_NAME = 24
LONG_ACTOR = 12


def doubts_of(reading: Reading) -> Iterator[Doubt]:
    """All doubts of a reading, finding by finding."""
    folded = fold(reading.text)
    for index, node in enumerate(reading.outline):
        yield from _of_node(index, node)
    for index, commitment in enumerate(reading.commitments):
        yield from _of_commitment(index, commitment, folded)
    for index, deadline in enumerate(reading.deadlines):
        yield from _of_deadline(index, deadline)
    for index, actor in enumerate(reading.actors):
        yield from _of_actor(index, actor, folded)


def _of_node(index: int, node: Node) -> Iterator[Doubt]:
    if not node.marker:
        yield Doubt("outline", index, "level", 0.8, "没有序号的标题，按前后层次推定")
    elif node.marker.isalnum():
        yield Doubt("outline", index, "marker", 0.7, "序号缺少括号或顿号，按前后序号推定")


def _of_commitment(index: int, commitment: Commitment, folded: str) -> Iterator[Doubt]:
    for field, certainty, why in (*_of_name(commitment), *_of_value(commitment, folded), *_of_due(commitment, folded)):
        yield Doubt("commitments", index, field, certainty, why)


def _of_name(commitment: Commitment) -> Iterator[tuple[str, float, str]]:
    if not commitment.indicator:
        yield "indicator", 0.2, "没有读出是什么指标"
    elif len(commitment.indicator) > LONG_NAME:
        yield "indicator", 0.6, "指标名称较长，可能多取了文字"
    if commitment.indicator_code and (commitment.indicator_score or 0) < 1:
        yield "indicator_code", commitment.indicator_score or 0, "按名称相近推荐，未完全一致"


def _of_value(commitment: Commitment, folded: str) -> Iterator[tuple[str, float, str]]:
    written = folded[commitment.start : commitment.end]
    before = folded[max(0, commitment.start - 12) : commitment.start]
    if commitment.unit == "万兆" and commitment.value >= 10:
        yield "value", 0.5, f"“{written}”可能指万兆的{commitment.value:g}倍，也可能指万兆，请核对"
    if "\n" in written:
        yield "value", 0.8, "数字跨行，请核对"
    bound = compiled(f"(?:{group('bounds', 'after_ge', 'after_le', 'after_near')}|余|多|零|无)").search(written)
    if commitment.comparator == ">=" and not bound and not bound_before(before):
        yield "comparator", 0.9, "没有界限词，按“不少于”理解"
    if commitment.kind == "fact":
        yield "kind", 0.7, "像是已有情况或说明，未作为目标"
    elif commitment.kind == "stretch" and not compiled("力争|争取|力求|努力|争").search(before):
        yield "kind", 0.8, "“力争”在前文，推定一直管到这里"


def _of_due(commitment: Commitment, folded: str) -> Iterator[tuple[str, float, str]]:
    start, end = commitment.due_start, commitment.due_end
    if start is None or end is None:
        return
    between = folded[min(end, commitment.end) : max(start, commitment.start)]
    if compiled("[。;\n]").search(between):
        yield "due", 0.75, "时限取自责任分工或标题，管整个任务"
    elif start > commitment.start:
        yield "due", 0.8, "时限写在数字后面的分句"
    elif "," in between:
        yield "due", 0.85, "时限写在前面的分句"
    if not commitment.due:
        yield "due", 0.4, "只写了期限长短，没有写截止日期"


def _of_deadline(index: int, deadline: Deadline) -> Iterator[Doubt]:
    if not deadline.norm:
        yield Doubt("deadlines", index, "norm", 0.5, "只写了期限长短，没有写截止日期")
    elif compiled("[*_xX×]").search(fold(deadline.text)):
        yield Doubt("deadlines", index, "norm", 0.8, "年份被遮盖，按本年理解")
    elif deadline.norm in ("--summer", "--winter", "--spring", "--autumn"):
        yield Doubt("deadlines", index, "norm", 0.85, "只写了季节或假期，没有写日期")


def _of_actor(index: int, actor: Actor, folded: str) -> Iterator[Doubt]:
    if len(actor.text) > LONG_ACTOR:
        yield Doubt("actors", index, "text", 0.6, "名称较长，可能多取了文字")
    label = compiled(f"(?:{group('notes', 'lead', 'support', 'leader')})[^。;]{{0,40}}$")
    before = folded[max(0, actor.start - 48) : actor.start]
    after = folded[actor.end : actor.end + 12]
    if label.search(before) or compiled(f"^[^。;]{{0,8}}?(?:{group('offices', 'modal', 'leads', 'helps')})").match(
        after
    ):
        return
    yield Doubt("actors", index, "role", 0.8, "按句子的主语推定")
