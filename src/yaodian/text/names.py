"""Names of indicators (指标名称): what they are made of and how the words around a number become one."""

from dataclasses import dataclass
from functools import cache
from re import Pattern

from yaodian.text.clauses import FILLER
from yaodian.text.phrases import compiled, group, groups

MEASURES = "|".join(
    (
        "率|比例|比重|比|量|数|数量|人数|面积|规模|时间|次数|金额|经费|标准|资金|投资|投入|位次|名次|时长|年限|覆盖面|水平",
        "得分|成绩|占比|人次|学时|课时|班额|比值|总额|补助|工资|距离",
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator and to whom it applies."""

    indicator: str
    subject: str = ""


def ends_in_measure(name: str) -> bool:
    """Whether a name already says what is measured: …率, …人数."""
    return compiled(f"(?:{MEASURES})$").search(name) is not None


@cache
def _lead() -> Pattern[str]:
    return compiled(f"^(?:{group('verbs', 'lead')}|{'|'.join(groups('verbs')['lead_single'])}|[①-⑳,、:;)\\s{FILLER}])+")


LONGEST_TAIL = 12  # characters of the longest word that _tail() takes away


@cache
def _tail() -> Pattern[str]:
    return compiled(f"(?:{group('verbs', 'tail')}|{'|'.join(groups('verbs')['tail_single'])}|[,、:;(\\s{FILLER}])$")


@cache
def deliver() -> Pattern[str]:
    """Verbs that prefix the name of a count (新建, 招聘 …)."""
    return compiled(f"新?(?:{group('verbs', 'deliver')})")


@cache
def stage() -> Pattern[str]:
    """Stages of schooling and kinds of schools."""
    return compiled(f"(?:{group('subjects', 'stage')})")


@cache
def whose() -> Pattern[str]:
    """A stage, with its region before it."""
    grades = "(?:[一二三四五六七八九、至到-]+年级)?"
    return compiled(f"(?:[全我][市县区])?(?:{group('subjects', 'stage')}){grades}")


def stage_of(name: str) -> str:
    """The stage of schooling that a name begins with, if any."""
    match = compiled(f"^(?:[全我][市县区])?({group('subjects', 'school_stage')})").match(name)
    return match[1] if match else ""


def clean(text: str) -> str:
    """A name without openers, bounds and what only joins it to its number.

    >>> clean("力争高中阶段毛入学率达到"), clean(",确保使教师双师型比例")
    ('高中阶段毛入学率', '教师双师型比例')
    """
    text = compiled("(?:必须|应当|不得)?至少|必须|均要|都要|确保|力争|分别").sub("", text.replace(FILLER, ""))
    text = compiled(group("verbs", "realise")).sub(lambda told: told[0].removeprefix("实现"), text)
    text = compiled("(?<=.{2})(?:由|从)(?:每[人生天日月年].{0,4})?$").sub("", text)
    before = ""
    while before != text:
        before = text
        text = _trim_tail(_trim_lead(text))
    if text.count("“") != text.count("”"):
        text = text.strip("“”") if text[:1] in "“”" or text[-1:] in "“”" else text
    return text


def _trim_tail(text: str) -> str:
    # word by word from the end: as one pattern, a row of words that also join to others would be tried in every way
    while match := _tail().search(text, max(0, len(text) - LONGEST_TAIL)):
        text = text[: match.start()]
    return text


def _trim_lead(text: str) -> str:
    match = _lead().match(text)
    if not match:
        return text
    rest = text[match.end() :]
    # 新增, 实现率: what looks like an opener may be the first half of a word
    return rest if len(rest) >= 2 or not rest else text
