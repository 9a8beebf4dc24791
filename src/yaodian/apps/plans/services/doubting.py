"""What a reading leaves in doubt (存疑): the reader's own doubts below a threshold, and what only a person can know."""

import re
from collections.abc import Iterator

from yaodian.apps.plans.services.drafting import DoubtDraft, ItemDraft
from yaodian.text import Commitment, Reading

SURE_FROM = 0.75  # certainty below which a person is asked
ASKED = {"indicator", "value", "unit", "subject", "comparator"}  # fields of a target that the review shows
SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
SOMEBODY = re.compile("相关(?:科室|股室|单位|部门|处室)|有关(?:科室|股室|单位|部门|处室)|各相关[科股处]室")
NO_DATE = re.compile("适时|择机|尽快|近期|条件成熟时")
NO_FIGURE = re.compile("零增长|零事故|明显(?:提高|提升|改善|下降)|大幅(?:提高|提升|下降)")


def doubts_by_item(drafts: list[ItemDraft], reading: Reading) -> dict[int, list[DoubtDraft]]:
    """The doubts of each draft that somebody has to look at, by the draft's index."""
    found: dict[int, list[DoubtDraft]] = {}
    for index, draft in enumerate(drafts):
        if draft.kind == "task":
            told = [*_from_reader(draft, reading), *_from_words(draft, reading)]
            if told:
                found[index] = told
    return found


def _from_reader(draft: ItemDraft, reading: Reading) -> Iterator[DoubtDraft]:
    places = {(target.start, target.end): order for order, target in enumerate(draft.targets)}
    for doubt in reading.doubts:
        if doubt.certainty >= SURE_FROM:
            continue
        if doubt.of == "commitments" and doubt.field in ASKED:
            about: Commitment = reading.commitments[doubt.index]
            order = places.get((about.start, about.end))
            if order is not None:
                yield DoubtDraft(doubt.field, doubt.certainty, doubt.why[:200], about.start, about.end, order)
        elif doubt.of in ("deadlines", "actors"):
            place = reading.deadlines[doubt.index] if doubt.of == "deadlines" else reading.actors[doubt.index]
            if draft.start <= place.start and place.end <= draft.end:
                quoted = reading.text[place.start : place.end]
                name = "due" if doubt.of == "deadlines" else "lead"
                yield DoubtDraft(name, doubt.certainty, f"“{quoted}”：{doubt.why}"[:200], place.start, place.end)


def _from_words(draft: ItemDraft, reading: Reading) -> Iterator[DoubtDraft]:
    own = reading.text[draft.start : draft.end]
    for sentence in SENTENCE.finditer(own):
        start, end = draft.start + sentence.start(), draft.start + sentence.end()
        inside = [order for order, target in enumerate(draft.targets) if start <= target.start < end]
        if "分别" in sentence.group() and len(inside) > 1:
            which = "、".join(str(order + 1) for order in inside)
            at = start + sentence.group().index("分别")
            why = f"“分别”后的{len(inside)}个数值拆成第{which}个目标，请核对对象与数值"
            yield DoubtDraft("targets", 0.6, why[:200], at, at + 2)
    for match in SOMEBODY.finditer(own):
        at = draft.start + match.start()
        yield DoubtDraft("support", 0.4, f"“{match.group()}”是哪几个", at, draft.start + match.end())
        break
    dated = any(draft.start <= deadline.start < draft.end and deadline.norm for deadline in reading.deadlines)
    if not dated and (match := NO_DATE.search(own)):
        at = draft.start + match.start()
        yield DoubtDraft("due", 0.4, f"“{match.group()}”不是时限", at, draft.start + match.end())
    if match := NO_FIGURE.search(own):
        at = draft.start + match.start()
        yield DoubtDraft("targets", 0.5, f"“{match.group()}”没有数值", at, draft.start + match.end())
    leads = list(
        dict.fromkeys(
            actor.text
            for actor in reading.actors
            if actor.role == "lead" and draft.start <= actor.start and actor.end <= draft.end
        )
    )
    if len(leads) > 1:
        yield DoubtDraft("lead", 0.5, f"牵头科室有{len(leads)}个：{'、'.join(leads)}"[:200])
