"""The many small parts of a list as HTML: its cells, and the options of its filters and columns.

Written in Python, since a page holds hundreds of them and a template takes ten times as long for each. Every part is escaped
where it is put in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yaodian.apps.ledgers.lists.listing import Line
from yaodian.apps.ledgers.lists.shown import Cell
from yaodian.registers.columns import Column
from yaodian.registers.register import Register


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: `sort` is the address that sorts by it, "" where it cannot be; `sorted` ascending or descending."""

    column: Column
    title: str
    masked: bool
    sort: str = ""
    sorted: str = ""


class Addresses:
    """The addresses of rows, each register's resolved once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, register_key: str, row_id: int) -> str:
        """The page of a row."""
        if register_key not in self._known:
            self._known[register_key] = reverse("register-row", args=[register_key, 0]).removesuffix("0/")
        return f"{self._known[register_key]}{row_id}/"


def body(register: Register, heads: Sequence[Head], lines: Iterable[Line], order: Sequence[int]) -> SafeString:
    """The table's rows. The cell that `order` puts first names the row and opens it; empty ones are dropped on a phone."""
    addresses, unsaid = Addresses(), escape(_("（未填）"))
    kinds = [_opening(head) for head in heads[1:]]
    parts: list[str] = []
    for line in lines:
        title = line.cells[order[0]].text
        address = addresses.of(register.key, line.id)
        parts.append(f'<tr><th scope="row" class="is-title"><a href="{address}">{escape(title) or unsaid}</a></th>')
        parts += [_cell(line.cells[at], opening, addresses) for at, opening in zip(order[1:], kinds, strict=True)]
        parts.append("</tr>\n")
    return SafeString("".join(parts))


def _opening(head: Head) -> tuple[str, str]:
    """The classes of a column's cells, and its title as the phone shows it."""
    classes = ("num" if head.column.numeric else "") + (" yd-mask is-wide" if head.masked else "")
    return classes, escape(head.title)


def _cell(cell: Cell, opening: tuple[str, str], addresses: Addresses) -> str:
    classes, label = opening
    if not cell.text:
        return f'<td class="{classes} is-drop" data-label="{label}"><span class="yd-mute">—</span></td>'
    text = escape(cell.text)
    if cell.link is not None:
        text = f'<a href="{addresses.of(*cell.link)}">{text}</a>'
    return f'<td class="{classes}" data-label="{label}">{text}</td>'


def options(pairs: Iterable[tuple[str, str, bool]]) -> SafeString:
    """The options of a <select>: word, text, chosen."""
    return SafeString(
        "".join(
            f'<option value="{escape(word)}"{" selected" if chosen else ""}>{escape(text)}</option>'
            for word, text, chosen in pairs
        )
    )


def boxes(name: str, pairs: Iterable[tuple[str, str, bool]]) -> SafeString:
    """Boxes to tick under one name: word, text, chosen."""
    return SafeString(
        "".join(
            f'<label><input type="checkbox" name="{escape(name)}" value="{escape(word)}"{" checked" if chosen else ""}> '
            f"{escape(text)}</label>"
            for word, text, chosen in pairs
        )
    )
