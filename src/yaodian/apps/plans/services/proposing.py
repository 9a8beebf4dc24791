"""From one task's words to what is proposed for it: lead, support, due date, evidence, each with its reason. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yaodian.apps.plans.services.matching import (
    Duties,
    Office,
    Score,
    evidence_for,
    is_clear,
    is_office_name,
    offices_named,
    scores,
)
from yaodian.text import due_date

BY_PERSON = "人工指定"  # in lead_why or due_why: a person set it, proposals leave it alone
BEGUN_BY_DUTIES = "按职责表"  # begins lead_why where nobody has looked at the guess yet
LABEL = re.compile(
    r"(?:牵头|责任|主办|承办|负责|配合|协办|实施)(?:科室|股室|处室|单位|部门|人)?[：:][^：:。；;（(\n]{0,40}$"
)
BEHIND = re.compile(r"^(?:牵头负责|牵头|负责|主办|承办|具体负责|配合|协助|要|应)")
MOST_SUPPORT = 3


@dataclass(frozen=True, slots=True)
class Task:
    """What is known of a task: its words, what the reader found in them, its targets' own times."""

    title: str
    body: str
    sections: tuple[str, ...] = ()  # titles above it, the nearest first
    actors: tuple[Mapping[str, Any], ...] = ()
    actors_above: tuple[Mapping[str, Any], ...] = ()  # named in the heading of a section it stands in
    deadlines: tuple[Mapping[str, Any], ...] = ()
    targets: tuple[tuple[str, date | None, str], ...] = ()  # indicator, due, its words


@dataclass(slots=True)
class Proposal:
    """What is proposed and why; `doubts` are told to the person: field, certainty, why, place."""

    lead: Office | None = None
    lead_why: str = ""
    support: list[Office] = field(default_factory=list)
    due: date | None = None
    due_text: str = ""
    due_why: str = ""
    evidence: str = ""
    doubts: list[tuple[str, float, str, int | None, int | None]] = field(default_factory=list)


def is_by_person(why: str) -> bool:
    """Whether a reason says that a person set or confirmed it."""
    return why.startswith(BY_PERSON)


def propose(
    task: Task, *, text: str, offices: Sequence[Office], duties: Duties, year: int, school_year: bool
) -> Proposal:
    """Everything for one task."""
    proposal = written(task, text=text, offices=offices, year=year, school_year=school_year)
    if proposal.lead is None:
        _by_duties(proposal, task, duties)
    proposal.evidence = evidence_for(task.title, task.body, [name for name, _, _ in task.targets])
    return proposal


def written(task: Task, *, text: str, offices: Sequence[Office], year: int, school_year: bool) -> Proposal:
    """What the text itself says: lead and support by name, and the due date (by default the year's end)."""
    proposal = Proposal()
    _by_names(proposal, task.actors, text, offices, "原文写明")
    if proposal.lead is None:
        _by_names(proposal, task.actors_above, text, offices, "所在部分写明")
    _due(proposal, task, year, school_year)
    return proposal


def is_written(due_why: str) -> bool:
    """Whether a proposed due date comes from the text, not from the year's end."""
    return due_why.startswith(("原文写明", "按目标的时限"))


def quote(text: str, start: int, end: int) -> str:
    """The words around a name that say what it does: 责任科室：基教科, 基教科牵头.

    >>> quote("（责任科室：基教科、安全科）", 6, 9), quote("由基教科牵头，", 1, 4)
    ('责任科室：基教科', '基教科牵头')
    """
    line = text.rfind("\n", 0, start) + 1
    label = LABEL.search(text[line:start])
    behind = BEHIND.match(text[end : end + 6])
    begin = line + label.start() if label else start
    return text[begin : end + (len(behind.group()) if behind and not label else 0)]


def _by_names(
    proposal: Proposal, actors: Iterable[Mapping[str, Any]], text: str, offices: Sequence[Office], how: str
) -> None:
    leads: list[tuple[Office, str]] = []
    labelled: list[tuple[Office, str]] = []  # 牵头科室：X; who is only a sentence's subject comes after these
    support: list[Office] = []
    for actor in actors:
        found = offices_named(actor["text"], offices)
        if len(found) == 1:
            if actor["role"] == "lead":
                words = quote(text, actor["start"], actor["end"])
                (labelled if words != actor["text"] else leads).append((found[0], words))
            else:
                support.append(found[0])
        elif found:
            names = "、".join(one.shown for one in found)
            why = f"“{actor['text']}”可能是{names}，请选一个"
            proposal.doubts.append(("lead", 0.4, why[:200], actor["start"], actor["end"]))
        elif is_office_name(actor["text"]) and actor["role"] == "lead":
            why = f"原文写明“{actor['text']}”，本局没有这个名称的科室"
            proposal.doubts.append(("lead", 0.4, why[:200], actor["start"], actor["end"]))
    if leads := [*labelled, *leads]:
        proposal.lead, words = leads[0]
        several = len({one.pk for one, _ in labelled or leads}) > 1
        proposal.lead_why = f"{how}：“{words}”{'，第一个为牵头' if several else ''}"[:200]
    named = [*(one for one, _ in leads[1:]), *support]
    proposal.support = [one for one in dict.fromkeys(named) if one != proposal.lead]


def _by_duties(proposal: Proposal, task: Task, duties: Duties) -> None:
    found = scores(duties, task.title, task.body, "".join(task.sections))
    if not is_clear(found):
        proposal.doubts.append(("lead", 0.4, _why_open(found), None, None))
        return
    best = found[0]
    proposal.lead = best.office
    where = "" if best.title else "（正文）" if best.body else "（所在部分）"
    proposal.lead_why = f"{BEGUN_BY_DUTIES}{where}：{'、'.join(best.words)}"[:200]
    if not proposal.support:
        proposal.support = [score.office for score in found[1:] if score.title][:MOST_SUPPORT]


def _why_open(found: list[Score]) -> str:
    if not found:
        return "原文没写科室，职责表里也没有对得上的词，请选牵头科室"
    even = [score for score in found if score.rank == found[0].rank][:3]
    told = "、".join(f"{score.office.shown}（{score.words[0]}）" for score in even)
    return f"按职责表，{told}都对得上，请选一个牵头"[:200]


def year_end(year: int, *, school_year: bool) -> date:
    """The last day of the plan's year, or of its school year."""
    end = due_date("school-year", plan_year=year, school_year=True) if school_year else None
    return end or date(year, 12, 31)


def _due(proposal: Proposal, task: Task, year: int, school_year: bool) -> None:
    end = year_end(year, school_year=school_year)
    begin = date(year, 9, 1) if school_year else date(year, 1, 1)
    dated = [
        (day, str(deadline["text"]))
        for deadline in task.deadlines
        if (day := due_date(str(deadline["norm"]), plan_year=year, school_year=school_year)) and begin <= day
    ]
    by_text = [(day, words) for day, words in dated if day <= end]
    by_target = [(day, words) for _, day, words in task.targets if day and begin <= day <= end]
    if by_text:
        proposal.due, proposal.due_text = max(by_text)
        words = "".join(f"“{told}”" for told in dict.fromkeys(told for _, told in by_text))
        proposal.due_why = f"原文写明：{words}{'，取最后一个' if len({day for day, _ in by_text}) > 1 else ''}"
    elif by_target:
        proposal.due, proposal.due_text = max(by_target)
        proposal.due_why = f"按目标的时限：“{proposal.due_text}”" if proposal.due_text else "按目标的时限"
    elif dated:
        proposal.due, proposal.due_why = (
            end,
            f"原文“{max(dated)[1]}”在本年之后，本年先到{'学年末' if school_year else '年底'}",
        )
    else:
        proposal.due, proposal.due_why = end, f"原文没写，默认{'学年末' if school_year else '年底'}"
    proposal.due_text, proposal.due_why = proposal.due_text[:100], proposal.due_why[:200]
