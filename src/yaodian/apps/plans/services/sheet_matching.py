"""Which task a row of an edited sheet is about: by its 识别码, else by 序号 and words."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from yaodian.apps.plans.models import Item
from yaodian.apps.plans.selectors.sheet import Value
from yaodian.apps.plans.selectors.sheet_names import folded
from yaodian.apps.plans.services.sheet_rows import SentRow, shown

CODE = re.compile(r"YD-(\d+)-(\d+)-(\d+)")
ALIKE = 0.75


def bare(text: str) -> str:
    """Words without marks and spaces, for comparing what was retyped."""
    return re.sub(r"[^\w%.]+", "", folded(text))


def version_in(code: str) -> int | None:
    """The version a 识别码 carries."""
    found = CODE.fullmatch(code)
    return int(found[3]) if found else None


class Matching:
    """Finds the task of each row. `cells` are the tasks' cells now, by number of the task."""

    def __init__(self, items: Iterable[Item], cells: Mapping[int, Mapping[str, Value]]) -> None:
        everything = list(items)
        self.tasks = {item.pk: item for item in everything if item.kind == Item.Kind.TASK}
        self.headings = {bare(item.title) for item in everything if item.kind == Item.Kind.SECTION}
        self.words = {pk: bare(str(cells[pk]["task"])) for pk in self.tasks if pk in cells}
        self.titles = {pk: bare(item.title) for pk, item in self.tasks.items()}

    def task_of(self, row: SentRow, plan_id: int) -> Item | None:
        """The task, or None where the row is none of them."""
        found = CODE.fullmatch(row.code.strip())
        if found and int(found[1]) == plan_id and int(found[2]) in self.tasks:
            return self.tasks[int(found[2])]
        return self._by_words(shown(row.cells.get("number", "")), bare(shown(row.cells.get("task", ""))))

    def is_heading(self, row: SentRow) -> bool:
        """Whether the row is a heading, wherever its words stand."""
        words = {bare(shown(cell)) for cell in row.cells.values()} - {""}
        stripped = {re.sub(r"^[一二三四五六七八九十]+", "", word) for word in words}
        return not row.code and len(words) == 1 and bool(self.headings & (words | stripped))

    def _by_words(self, number: str, words: str) -> Item | None:
        numbered = [pk for pk, item in self.tasks.items() if number and item.number == number]
        if not words:
            return self.tasks[numbered[0]] if len(numbered) == 1 else None
        same = [pk for pk in self.tasks if words in (self.words.get(pk), self.titles[pk])]
        both = [pk for pk in same if pk in numbered]
        for found in (both, same):
            if len(found) == 1:
                return self.tasks[found[0]]
        near = [pk for pk in numbered if _alike(words, self.words.get(pk, "")) or _alike(words, self.titles[pk])]
        return self.tasks[near[0]] if len(near) == 1 else None


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return one.startswith(other) or other.startswith(one) or SequenceMatcher(None, one, other).ratio() >= ALIKE
