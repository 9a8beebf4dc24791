"""What the words in a sheet name: units by name or code, people with an account, rows of other registers by their label."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from yaodian.apps.ledgers.access import units_in_reach
from yaodian.apps.ledgers.storage import stored_name
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.orgs.acting import Acting, System
from yaodian.apps.orgs.models import Unit, User
from yaodian.registers import columns as c
from yaodian.registers.register import Register
from yaodian.registers.sheets.table import Cell
from yaodian.registers.sheets.unreadable import Unreadable
from yaodian.text.characters import fold

TWO = -1  # in place of an id: the words name two
DEPTH = 2  # a label may name a row whose label names a row


def plain(words: str) -> str:
    """Words as they are compared: half-width, without spaces."""
    return "".join(fold(words).split()).lower()


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Words → id; TWO where they name two."""
    found: dict[str, int] = {}
    for words, number in pairs:
        if words and found.setdefault(plain(words), number) != number:
            found[plain(words)] = TWO
    return found


@dataclass
class Units:
    """The units of the tree, and which of them somebody reaches."""

    by: Acting | System
    named: dict[str, int] = field(init=False)
    kinds: dict[int, str] = field(init=False)
    reached: frozenset[int] | None = field(init=False)

    def __post_init__(self) -> None:
        units = list(Unit.objects.values_list("pk", "code", "name", "short_name", "kind"))
        self.kinds = {pk: kind for pk, _code, _name, _short, kind in units}
        self.named = _index((name, pk) for pk, _code, _name, short, _kind in units for name in [short])
        for words in ([(name, pk) for pk, _c, name, _s, _k in units], [(code, pk) for pk, code, _n, _s, _k in units]):
            self.named |= _index(words)  # whole names and codes are stronger than short names
        reached = units_in_reach(self.by)
        self.reached = None if reached is None else frozenset(reached)

    def reads(self, column: c.Organisation, *, owner: bool) -> Callable[[Cell], int | None]:
        """How a cell of this column is read; the owner of a row must be within reach."""

        def read(cell: Cell) -> int | None:
            words = "" if cell is None else str(cell).strip()
            if not words:
                return None
            number = self.named.get(plain(words))
            if number == TWO:
                raise Unreadable(f"有两个单位叫“{words}”，请改写全称或单位代码")
            if number is None:
                raise Unreadable(f"没有叫“{words}”的单位，请写单位全称、简称或代码")
            if self.kinds[number] not in column.kinds:
                raise Unreadable(f"“{words}”不能填在“{column.title}”里")
            if owner and self.reached is not None and number not in self.reached:
                raise Unreadable(f"“{words}”不在您管的范围内，不能替它导入")
            return number

        return read


def reads_person(by: Acting | System) -> Callable[[Cell], int | None]:
    """How a person's cell is read: the name of an account, or its user name where two have the name."""
    users = User.objects.filter(is_active=True)
    if isinstance(by, Acting):
        users = users.filter(Q(posts__unit__path__startswith=by.post.unit.path[:7]))
    pairs = list(users.values_list("pk", "name", "username").distinct())
    named = _index((name, pk) for pk, name, _username in pairs)
    named |= _index((username, pk) for pk, _name, username in pairs)

    def read(cell: Cell) -> int | None:
        words = "" if cell is None else str(cell).strip()
        if not words:
            return None
        number = named.get(plain(words))
        if number is None or number == TWO:
            raise Unreadable(f"有两位“{words}”，请改填登录名" if number == TWO else f"没有“{words}”的账号，请核对姓名")
        return number

    return read


def read_file_cell(cell: Cell) -> int | None:
    """Files cannot come with a sheet."""
    if cell is None or not str(cell).strip():
        return None
    raise Unreadable("附件不能随表导入，请留空，导入后在页面上添加")


class Rows:
    """The rows of another register by label, by identity, or by label#id, for each unit and for all within reach."""

    def __init__(self, register: Register, by: Acting | System) -> None:
        self.register = register
        found = labelled(register, units_in_reach(by))
        self._in_unit = _grouped((row.unit, words, row.id) for row in found for words in row.words)
        self._anywhere = _index((words, row.id) for row in found for words in row.words)

    def find(self, words: str, unit: int | None) -> int:
        """The row that words name, looked for in the unit first; Unreadable where there is none or there are two."""
        wanted = plain(words)
        number = self._in_unit.get(unit, {}).get(wanted) if unit is not None else None
        if number is None:
            number = self._anywhere.get(wanted)
        if number is None:
            raise Unreadable(f"《{self.register.title}》里没有“{words}”，请先登记，或核对写法")
        if number == TWO:
            raise Unreadable(f"《{self.register.title}》里有两个“{words}”，请改填{self._identity_says()}")
        return number

    def find_own(self, words: str, unit: int | None) -> int:
        """The same, among the rows of the unit alone."""
        if unit is None or plain(words) in self._in_unit.get(unit, {}):
            return self.find(words, unit)
        raise Unreadable(f"本单位的《{self.register.title}》里没有“{words}”，请先登记，或核对写法")

    def _identity_says(self) -> str:
        own = [key for key in self.register.identity if key != self.register.owner]
        if len(own) == 1 and not isinstance(self.register.by_key[own[0]], c.Ref | c.Organisation):
            return f"“{self.register.title_of(own[0])}”"
        return "导出表中带#的写法"


def _grouped(triples: Iterable[tuple[int, str, int]]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for unit, words, number in triples:
        if words:
            group = found.setdefault(unit, {})
            if group.setdefault(plain(words), number) != number:
                group[plain(words)] = TWO
    return found


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row of a register: its id and unit, its label, and all words that name it."""

    id: int
    unit: int
    label: str
    words: tuple[str, ...]


def labelled(register: Register, units: Sequence[int] | None, *, depth: int = DEPTH) -> list[Labelled]:
    """All rows with the words that name them; `units` None: of all units."""
    own = [key for key in register.identity if key != register.owner]
    single = own[0] if len(own) == 1 else ""
    keys = list(dict.fromkeys([*register.label, *filter(None, [single])]))
    rows = rows_of(register.key)._default_manager.all()
    if units is not None:
        rows = rows.filter(**{f"{register.owner}_id__in": units})
    names = [stored_name(register.by_key[key]) for key in keys]
    shown = [shows(register.by_key[key], units, depth=depth) for key in keys]
    label_size = len(register.label)
    found = []
    for number, unit, *values in rows.values_list("id", f"{register.owner}_id", *names).iterator(chunk_size=5000):
        texts = ["" if value is None else show(value) for show, value in zip(shown, values, strict=True)]
        label = " ".join(filter(None, texts[:label_size]))
        identity = texts[keys.index(single)] if single else ""
        found.append(Labelled(number, unit, label, tuple({label, identity, f"{label}#{number}"})))
    return found


def shows(column: c.Column, units: Sequence[int] | None, *, depth: int = DEPTH) -> Callable[[Any], str]:
    """How a value of a column stands in a label."""
    match column:
        case c.Choice():
            codes = column.code_list
            return lambda value: codes.name_of(value) or str(value)
        case c.Organisation():
            names = dict(Unit.objects.values_list("pk", "name"))
            return lambda value: names.get(value, "")
        case c.Ref(register=key) if depth:
            labels: Mapping[int, str] = {
                row.id: row.label for row in labelled(register_named(key), units, depth=depth - 1)
            }
            return lambda value: labels.get(value, f"#{value}")
        case c.SchoolYear():
            return lambda value: f"{value}-{value + 1}"
        case _:
            return str
