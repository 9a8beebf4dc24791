"""A file's tables: which are read, their headings, and the cells of each column."""

from collections.abc import Sequence
from dataclasses import dataclass

from yaodian.apps.files.services import read_file
from yaodian.apps.ledgers.imports.cell_text import cell_text
from yaodian.apps.ledgers.imports.headings import automatic
from yaodian.apps.ledgers.imports.profiles import as_ours, known_headings
from yaodian.apps.ledgers.models import Import
from yaodian.kernel.errors import DocumentError
from yaodian.registers.profiles import Profile
from yaodian.registers.register import Register
from yaodian.registers.sheets.headings import normal_heading
from yaodian.registers.sheets.reading import read_workbook
from yaodian.registers.sheets.table import Cell, Heading, Table

MOST_EXAMPLES = 200  # rows looked at for an example of a column's values


@dataclass(frozen=True, slots=True)
class Read:
    """The tables of a file that are imported (under a profile with our headings), the same as they are in the file, and
    remarks on what was left out."""

    tables: tuple[Table, ...]
    originals: tuple[Table, ...]
    remarks: tuple[str, ...]

    @property
    def headings(self) -> list[str]:
        """The headings, which all tables share."""
        return [heading.text for heading in self.tables[0].headings]

    @property
    def rows(self) -> int:
        """How many records."""
        return sum(map(len, self.tables))


def read_tables(run: Import, register: Register, profile: Profile | None) -> Read:
    """Read the import's file; DocumentError for a file that is none, or whose sheets have different headings."""
    if run.file is None:
        raise DocumentError("上传的文件已经不在了，请重新上传。")
    book = read_workbook(run.file.name, read_file(run.file), known=known_headings(register, profile))
    remarks = [f"工作表“{skipped.sheet}”没有读入：{skipped.reason}" for skipped in book.skipped]
    likely = [table for table in book.tables if _knows(table, register, profile)]
    if not likely:
        likely = [max(book.tables, key=len)]
    if not any(map(len, likely)):
        raise DocumentError("表里只有列名，没有数据行，没有可以导入的。请填好后重新上传。")
    first = likely[0]
    for table in likely[1:]:
        if {normal_heading(h.text) for h in table.headings} != {normal_heading(h.text) for h in first.headings}:
            raise DocumentError(
                f"工作表“{table.sheet}”和“{first.sheet}”的列名不一样，不能一起导入。请把列名改成一样的，或分成两个文件分别上传。"
            )
    remarks += [
        f"工作表“{table.sheet}”没有读入：没有《{register.title}》的列" for table in book.tables if table not in likely
    ]
    for table in likely:
        _refuse_doubles(table)
        remarks += _remarks(table, several=len(likely) > 1)
    ours = tuple(as_ours(table, profile, register) for table in likely) if profile else tuple(likely)
    return Read(ours, tuple(likely), tuple(remarks))


def _knows(table: Table, register: Register, profile: Profile | None) -> bool:
    """Whether a table is about the register: it has an identity column, or half of its headings are known."""
    headings = [heading.text for heading in table.headings]
    if profile is not None:
        return bool(profile.match(headings).sources)
    found = automatic(register, headings)
    own = set(register.identity) - {register.owner} or {register.owner}
    return bool(own & set(found.values())) or 2 * len(list(filter(None, found.values()))) > len(table.headings)


def _refuse_doubles(table: Table) -> None:
    seen: dict[str, Heading] = {}
    for heading in table.headings:
        if heading.text in seen:
            raise DocumentError(
                f"工作表“{table.sheet}”里列名“{heading.text}”出现了两次（{seen[heading.text].letter}列和{heading.letter}列）。"
                "请改成不同的列名，或删去一列。"
            )
        seen[heading.text] = heading


def _remarks(table: Table, *, several: bool) -> list[str]:
    sheet = f"工作表“{table.sheet}”" if several else ""
    remarks = [f"{sheet}第{left.row}行没有读入（{left.reason}）：{left.text}"[:300] for left in table.left_out]
    if table.hidden:
        shown = "、".join(map(str, sorted(table.hidden)[:10]))
        remarks.append(
            f"{sheet}有{len(table.hidden)}个隐藏的行（第{shown}行{'等' * (len(table.hidden) > 10)}），已一并读入"
        )
    return remarks


def examples(table: Table) -> list[dict[str, str]]:
    """Each heading with the first value below it, for the page where headings are mapped."""
    return [
        {"text": heading.text, "example": next(filter(None, map(cell_text, column[:MOST_EXAMPLES])), "")}
        for heading, column in zip(table.headings, table.columns, strict=True)
    ]


def column_of(table: Table, heading: str) -> tuple[Heading, Sequence[Cell]]:
    """The heading and cells of one column, found by its text (sheets may order columns differently)."""
    wanted = normal_heading(heading)
    at = next(i for i, each in enumerate(table.headings) if each.text == heading or normal_heading(each.text) == wanted)
    return table.headings[at], table.columns[at]
