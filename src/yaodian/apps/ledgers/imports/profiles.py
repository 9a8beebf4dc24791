"""Sheets that another system exported (registers/profiles): turned into sheets with our own columns and words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from yaodian.apps.ledgers.imports.cell_text import cell_text
from yaodian.kernel.errors import DocumentError
from yaodian.registers.profiles import Accept, Profile, Source, plain_heading, profiles
from yaodian.registers.register import Register
from yaodian.registers.sheets.table import Cell, Heading, Table


def profiles_for(register: Register) -> Mapping[str, Profile]:
    """The profiles that feed a register, by key."""
    return {key: found for key, found in profiles().items() if found.register == register.key}


def profile_named(register: Register, key: str) -> Profile | None:
    """A profile of a register by its key, None for ""."""
    return profiles_for(register).get(key)


def known_headings(register: Register, profile: Profile | None) -> list[str]:
    """All headings by which the header of a sheet is found."""
    own = [heading for column in register.columns for heading in column.headings]
    theirs = [heading for source in profile.sources for heading in source.headings] if profile else []
    return own + theirs


def sourced(profile: Profile | None) -> frozenset[str]:
    """The columns that an import under a profile may write even where they are another system's."""
    return frozenset(source.column for source in profile.sources) if profile else frozenset()


def only_for_new(profile: Profile | None) -> frozenset[str]:
    """The columns that the source lacks: their default is for new rows, known ones keep what they have."""
    return frozenset(profile.defaults) - sourced(profile) if profile else frozenset()


def by_hand(profile: Profile | None) -> dict[str, str]:
    """The rules to begin with: columns whose differences are accepted one by one stay as they are until somebody does."""
    return {source.column: "ours" for source in profile.sources if source.accept is Accept.HAND} if profile else {}


def as_ours(table: Table, profile: Profile, register: Register) -> Table:
    """The table with our columns under our titles; what the profile does not know keeps its heading.

    DocumentError where the sheet has none of the source's headings.
    """
    matched = profile.match(heading.text for heading in table.headings)
    if not matched.sources:
        raise DocumentError(
            f"工作表“{table.sheet}”不像是“{profile.title}”：没有它的列名。请核对来源，或按普通表格导入。"
        )
    columns: dict[str, tuple[Heading, Sequence[Cell]]] = {}
    texts = _Texts(table)
    for at, found in matched.sources.items():
        for source in found:
            title = register.title_of(source.column)
            heading = replace(table.headings[at], text=title, parts=(title,))
            columns.setdefault(title, (heading, list(_taken(source, table.columns[at], texts))))
    for at in matched.unknown:
        columns.setdefault(table.headings[at].text, (table.headings[at], table.columns[at]))
    for key in profile.defaults:
        title = register.title_of(key)
        if title not in columns:
            heading = Heading(title, (title,), len(table.headings), "")
            columns[title] = (heading, list(_default(profile, key, texts, len(table))))
    return replace(
        table,
        headings=tuple(heading for heading, _cells in columns.values()),
        columns=tuple(cells for _heading, cells in columns.values()),
    )


class _Texts:
    """The cells of a table's rows as text, by plain heading."""

    def __init__(self, table: Table) -> None:
        self._at = {plain_heading(heading.text): at for at, heading in enumerate(table.headings)}
        self._table = table

    def of(self, headings: Sequence[str]) -> Iterator[dict[str, str]]:
        """For each row the cells under those of the headings that the table has."""
        held = [heading for heading in headings if heading in self._at]
        columns = [self._table.columns[self._at[heading]] for heading in held]
        for cells in zip(*columns, strict=True) if columns else [()] * len(self._table):
            yield {heading: cell_text(cell) for heading, cell in zip(held, cells, strict=True)}


def _taken(source: Source, cells: Sequence[Cell], texts: _Texts) -> Iterator[Cell]:
    """The source's cells in our words, empty where the row is not one that it is taken from."""
    words: dict[Cell, Cell] = {}
    for cell in set(cells) if source.values else ():
        text = cell_text(cell)
        ours = source.read(text)
        words[cell] = cell if ours == text else ours or None
    if not source.when:
        yield from (words.get(cell, cell) for cell in cells)
        return
    for cell, row in zip(cells, texts.of(list(source.when)), strict=True):
        yield words.get(cell, cell) if source.applies(row) else None


def _default(profile: Profile, key: str, texts: _Texts, rows: int) -> Iterator[Cell]:
    pattern = profile.defaults[key]
    if "{" not in pattern:
        yield from [pattern] * rows
        return
    headings = [plain_heading(part.partition("}")[0]) for part in pattern.split("{")[1:]]
    yield from (profile.default(key, row) for row in texts.of(headings))
