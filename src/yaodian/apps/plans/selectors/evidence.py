"""Evidence (凭据): the conditions under which a task counts as finished (办结条件), and what was handed in for each.

A condition is a line of the task's 办结条件. A file is bound to the one that was chosen when it was handed in; where nobody
chose, it goes to the condition whose first words its name carries. The report form writes them in front of names that do not
(“竣工验收单 IMG_2034.jpg”), so a photograph says what it proves wherever it is kept.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import Q

from yaodian.apps.files.models import StoredFile
from yaodian.apps.orgs.acting import Acting
from yaodian.apps.plans.models import Item, Report, ReportFile

ACCEPTED = (  # what offices and schools have; nothing that runs
    *(".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".dps", ".txt", ".csv", ".zip"),
    *(".jpg", ".jpeg", ".png", ".heic", ".webp", ".mp4"),
)
KINDS = {
    "图片": (".jpg", ".jpeg", ".png", ".heic", ".webp"),
    "文档": (".doc", ".docx", ".wps", ".txt"),
    "表格": (".xls", ".xlsx", ".et", ".csv"),
    "演示": (".ppt", ".pptx", ".dps"),
    "PDF": (".pdf",),
    "OFD": (".ofd",),
    "压缩包": (".zip",),
    "视频": (".mp4",),
}
NUMBERED = re.compile(r"^\s*(?:\d+[.、．)）]|[（(]\d+[)）]|[①-⑳]|[-–·•])\s*")
FIRST_WORDS = re.compile(r"[，。；、：,;:（(\s\d]|每[校栋生人处个所]|不少于|各一")


@dataclass(frozen=True, slots=True)
class Proof:
    """A file handed in, with the report that brought it."""

    file: StoredFile
    report: Report
    may_open: bool
    condition: str = ""  # the one it was handed in for, as it read then; "": nobody said

    @property
    def kind(self) -> str:
        """What sort of file it is, in a word."""
        return kind_of(self.file.name)


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the 办结条件 with what was handed in for it, newest first."""

    text: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All conditions of a task, and the files that belong to none of them."""

    conditions: tuple[Condition, ...]
    further: tuple[Proof, ...]

    @property
    def met(self) -> int:
        """For how many conditions something was handed in."""
        return sum(bool(condition.proofs) for condition in self.conditions)


def kind_of(name: str) -> str:
    """图片, 文档, 表格 …; “其他” for what is none of these."""
    ending = PurePath(name).suffix.lower()
    return next((kind for kind, endings in KINDS.items() if ending in endings), "其他")


def is_accepted(name: str) -> bool:
    """Whether a file of this name may be evidence."""
    return PurePath(name).suffix.lower() in ACCEPTED


def conditions_of(item: Item) -> list[str]:
    """The lines of the task's 办结条件, without their numbers."""
    return [text for line in item.evidence.splitlines() if (text := NUMBERED.sub("", line).strip(" ；;。"))]


def first_words_of(condition: str) -> str:
    """The words by which a file is known to belong to a condition.

    >>> first_words_of("竣工验收单，每校1份"), first_words_of("整改前后照片每处2张"), first_words_of("总验收报告（文号）")
    ('竣工验收单', '整改前后照片', '总验收报告')
    """
    return FIRST_WORDS.split(condition, maxsplit=1)[0].strip() or condition[:10]


def name_for(condition: str, name: str) -> str:
    """The name under which a file is kept as evidence for a condition."""
    words = first_words_of(condition)
    return name if words in name else f"{words} {name}"


def evidence_of(item: Item, by: Acting, *, inside: bool = True) -> Evidence:
    """What was handed in for a task (if the post looks `inside`) and those of its sub-tasks that it reaches. One query."""
    seen = Q(report__subtask__in=item.subtasks.filter(by.within("unit__path")))
    links = (
        ReportFile.objects.filter(report__item=item)
        .filter(seen | Q(report__subtask=None) if inside else seen)
        .select_related("storedfile__unit", "report__subtask__unit")
        .order_by("-report__on", "-pk")
    )
    proofs = [
        Proof(link.storedfile, link.report, by.reaches(link.storedfile.unit.path), link.condition) for link in links
    ]
    return sorted_by_condition(conditions_of(item), proofs)


def sorted_by_condition(conditions: Iterable[str], proofs: Iterable[Proof]) -> Evidence:
    """Each file under the condition that it is bound to, else the first whose words its name carries."""
    known = list(conditions)
    found: dict[str, list[Proof]] = {text: [] for text in known}
    further = []
    for proof in proofs:
        text = condition_for(proof, known)
        (further if text is None else found[text]).append(proof)
    return Evidence(tuple(Condition(text, tuple(own)) for text, own in found.items()), tuple(further))


def condition_for(proof: Proof, conditions: list[str]) -> str | None:
    """The condition that a file proves; where the one chosen was reworded since, the first that still begins with its words."""
    if proof.condition in conditions:
        return proof.condition
    if proof.condition:
        chosen = first_words_of(proof.condition)
        return next((text for text in conditions if first_words_of(text) == chosen), None)
    return next((text for text in conditions if first_words_of(text) in proof.file.name), None)
