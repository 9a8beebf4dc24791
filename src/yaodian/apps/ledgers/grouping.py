"""A long register's columns in groups, for its form and its rows' pages.

Where the declaration names groups, these; else its order means something, and a group is a run of about ten.
"""

from collections.abc import Sequence

from yaodian.registers.columns import Column
from yaodian.registers.register import Register

MOST = 12  # columns that stand together without being split
ABOUT = 10
REACH = 3  # how far from an equal split a better place is looked for
ALIKE = 3  # characters of titles that belong together


def groups_of(register: Register, columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Some columns of a register in groups, each with what it is called."""
    if not register.groups:
        return [(title_of_group(group), group) for group in runs_of(columns)]
    titles = {first: title for title, first in register.groups}
    found: dict[str, list[Column]] = {}
    title = ""
    for column in register.columns:
        title = titles.get(column.key, title)
        if column in columns:
            found.setdefault(title, []).append(column)
    return list(found.items())


def runs_of(columns: Sequence[Column]) -> list[list[Column]]:
    """The columns in groups of about equal size. A group rather begins where a run of columns with a common word does
    (成员1姓名, 成员1关系 …) than in the middle of one."""
    if len(columns) <= MOST:
        return [list(columns)] if columns else []
    many = -(-len(columns) // ABOUT)
    ideal = [round(len(columns) * number / many) for number in range(1, many)]
    ends = [*(_best_end(columns, end) for end in ideal), len(columns)]
    return [list(columns[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def _best_end(columns: Sequence[Column], ideal: int) -> int:
    """Where to split near a place: before a column that shares its first word with the next one, not with the one before."""

    def is_beginning(at: int) -> bool:
        before, here, after = (columns[place].title[:ALIKE] for place in (at - 1, at, at + 1))
        return here == after and here != before

    near = [ideal + step for step in sorted(range(-REACH, REACH + 1), key=abs)]
    return next((at for at in near if 0 < at < len(columns) - 1 and is_beginning(at)), ideal)


def title_of_group(group: Sequence[Column]) -> str:
    """What a group is called: its first column and how many there are."""
    return group[0].title if len(group) == 1 else f"{group[0].title}等{len(group)}项"
