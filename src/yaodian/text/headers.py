"""Headers of breakdown tables (任务分解表): what each column holds, in files and in plain text."""

from collections.abc import Mapping, Sequence
from functools import cache
from re import Pattern

from yaodian.text.characters import fold
from yaodian.text.notes import Note, Part
from yaodian.text.phrases import compiled, groups

LONGEST_HEADER = 14
LONGEST_TASK = 20
SEPARATOR = "[\t|]"
LABELS = {
    "lead": "lead",
    "responsible": "lead",
    "person": "lead",
    "support": "support",
    "leader": "leader",
    "due": "due",
}


@cache
def _headers() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((role, compiled(f"(?:{'|'.join(words)})")) for role, words in groups("tables").items())


def column_roles(names: Sequence[str]) -> Mapping[int, str]:
    """What each column holds, if these are a breakdown table's headers; else nothing."""
    roles: dict[int, str] = {}
    for index, given in enumerate(names):
        name = "".join(fold(given).split())
        if not name or len(name) > LONGEST_HEADER:
            continue
        role = next((role for role, pattern in _headers() if pattern.fullmatch(name)), None)
        if role and (role == "note" or role not in roles.values()):
            roles[index] = role
    held = set(roles.values())
    return roles if "task" in held and held & set(LABELS) else {}


def cells_of(norm: str) -> list[tuple[int, int]]:
    """Where the cells of a line stand that tabs or bars part."""
    cells: list[tuple[int, int]] = []
    start = 0
    for match in compiled(SEPARATOR).finditer(norm):
        cells.append((start, match.start()))
        start = match.end()
    cells.append((start, len(norm)))
    # a line of a drawn table begins and ends with a bar
    return [cell for number, cell in enumerate(cells) if cell[1] > cell[0] or 0 < number < len(cells) - 1]


def task_of(norm: str, roles: Mapping[int, str]) -> str:
    """What a row is about: its task, where that is a short phrase without a number."""
    for column, (start, end) in enumerate(cells_of(norm)):
        if roles.get(column) == "task":
            task = norm[start:end].strip()
            plain = compiled(r"^(?:实施|开展|推进|做好|加强|落实|抓好|完成)").sub("", task)
            return "" if len(task) > LONGEST_TASK or compiled(r"\d").search(task) else plain
    return ""


def row_notes(norm: str, roles: Mapping[int, str]) -> tuple[Note, ...]:
    """The responsibility notes that a row of such a table holds, one for each cell of names or times."""
    notes: list[Note] = []
    for column, (start, end) in enumerate(cells_of(norm)):
        label = LABELS.get(roles.get(column, ""))
        if label is None or start == end:
            continue
        names = compiled("[^、,;。/ ]+").finditer(norm, start, end)
        spans = [(start, end)] if label == "due" else [match.span() for match in names]
        notes.append(Note(start, end, start, tuple(Part(label, a, b) for a, b in spans if b - a >= 2)))
    return tuple(notes)
