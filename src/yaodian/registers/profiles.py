"""Import profiles 导入方案: how the export of an existing system (national pupil register, teacher system …) fills a register.

A profile is a YAML file in `profiles/`; its name is its key, which `Column.master` names. Every scalar in it is text:

    title: 全国中小学生学籍信息管理系统学生信息导出
    system: 全国中小学生学籍信息管理系统
    register: pupils
    unsure: 为什么要先核对            # only where the headings or values were not seen in the system itself
    columns:                          # the source's heading: our column, or
      姓名: full_name
      入学方式:
        column: entered_how
        also: [入学方式名称]           # the same column under another heading
        values: {11-就近入学: 10}      # the source's word: our code; 11, 就近入学 and 11-就近入学 are all read so
        when: {身份证件类型: [1-居民身份证]}   # only from rows where the source says so in another column
        unsure: …
      身份证件号: [{column: id_number, when: …}, {column: other_number, when: …}]
    by_hand: [home]                   # differences are accepted one by one; in all other columns 源系统为准
    defaults: {status: 10}            # for columns that the source lacks; G{身份证件号} takes the cell of that row
    ignored: [邮政编码]                # known headings that fill nothing here
    note: …

Further folders (province, county) are layered over the nation's: a later folder's file replaces the profile.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from yaodian.registers.columns import Choice
from yaodian.registers.register import Register
from yaodian.text.characters import fold

NATION = Path(__file__).parent / "profiles"
_KEYS = {"title", "system", "register", "unsure", "columns", "by_hand", "defaults", "ignored", "note"}
_SOURCE_KEYS = {"column", "also", "values", "when", "unsure"}
_MARKS = re.compile(r"[*★☆]|\((?:必填|选填|可选|选择项)\)|\s")
_CODED = re.compile(r"([0-9A-Z]{1,6})[-–—_、.:](.+)")
_CELL = re.compile(r"\{([^{}]+)\}")


class Accept(StrEnum):
    """How a differing cell is settled in a reconciliation."""

    SOURCE = "source"  # 源系统为准
    HAND = "hand"  # 逐项确认


@dataclass(frozen=True, slots=True)
class Source:
    """One column of the source: its headings, our column, the source's words with our codes, the rows that it is taken
    from (heading → words; empty: all), how differences are settled, and why it is to be verified ("": it is not)."""

    headings: tuple[str, ...]
    column: str
    values: Mapping[str, str]
    when: Mapping[str, frozenset[str]]
    accept: Accept
    unsure: str = ""

    def read(self, text: str) -> str:
        """What our column is to read for a cell of the source; a word without a code of its own stays as it is.

        >>> Source(("入学方式",), "entered_how", _readings({"11-就近入学": "10"}), {}, Accept.SOURCE).read(" 11 ")
        '10'
        """
        return self.values.get(_plain(text), text)

    def applies(self, cells: Mapping[str, str]) -> bool:
        """Whether it is taken from a row, given the row's cells by plain heading; an empty or missing condition agrees."""
        return all(not cells.get(heading) or _plain(cells[heading]) in words for heading, words in self.when.items())


@dataclass(frozen=True, slots=True)
class Matched:
    """The headings of a sheet held against a profile: column number → source, numbers of known headings that fill nothing,
    numbers of unknown ones, and the sources that the sheet lacks."""

    sources: Mapping[int, tuple[Source, ...]]
    ignored: tuple[int, ...]
    unknown: tuple[int, ...]
    missing: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One export of one system. `unsure` says why it is to be verified before use; "": it was."""

    key: str
    title: str
    system: str
    register: str
    sources: tuple[Source, ...]
    ignored: tuple[str, ...]
    defaults: Mapping[str, str]
    unsure: str = ""
    note: str = ""

    def match(self, headings: Iterable[str]) -> Matched:
        """Hold a sheet's headings against the profile; marks for required columns and blanks do not count."""
        by_heading: dict[str, list[Source]] = {}
        for source in self.sources:
            for heading in source.headings:
                by_heading.setdefault(plain_heading(heading), []).append(source)
        passed = {plain_heading(heading) for heading in self.ignored}
        sources: dict[int, tuple[Source, ...]] = {}
        ignored: list[int] = []
        unknown: list[int] = []
        for number, heading in enumerate(map(plain_heading, headings)):
            if heading in by_heading:
                sources[number] = tuple(by_heading[heading])
            else:
                (ignored if heading in passed or not heading else unknown).append(number)
        found = [source for held in sources.values() for source in held]
        missing = tuple(source for source in self.sources if source not in found)
        return Matched(sources, tuple(ignored), tuple(unknown), missing)

    def default(self, column: str, cells: Mapping[str, str]) -> str | None:
        """The value of a column that the source lacks, given the row's cells by plain heading; None where there is none or
        a cell that it is made of is empty."""
        pattern = self.defaults.get(column)
        if pattern is None or not all(cells.get(plain_heading(heading)) for heading in _CELL.findall(pattern)):
            return None
        return _CELL.sub(lambda found: cells[plain_heading(found[1])], pattern)

    @property
    def masters(self) -> frozenset[str]:
        """The columns in which the source has the last word."""
        return frozenset(source.column for source in self.sources if source.accept is Accept.SOURCE)

    def problems(self, register: Register) -> tuple[str, ...]:
        """What does not fit the register: unknown columns and codes, required columns without a source, masters not kept."""
        return tuple(_problems(self, register))


@cache
def profiles(*folders: Path) -> Mapping[str, Profile]:
    """All profiles by key, with the given folders layered over the nation's, nearest last; read once. ValueError where a
    file is not as described above."""
    files = {path.stem: path for folder in (NATION, *folders) for path in sorted(folder.glob("*.yaml"))}
    return MappingProxyType({key: _read_file(key, path) for key, path in sorted(files.items())})


def plain_heading(text: str) -> str:
    """A heading without blanks, marks for required columns and differences of width.

    >>> plain_heading("★ 学 籍 号（必填）")
    '学籍号'
    """
    return _MARKS.sub("", fold(text))


def _plain(text: str) -> str:
    return "".join(fold(text).split()).upper()


def _readings(values: Mapping[str, str]) -> dict[str, str]:
    """Each of the source's words as it may stand in a cell; ValueError where one would mean two codes."""
    found: dict[str, str] = {}
    for word, code in values.items():
        plain = _plain(word)
        parts = _CODED.fullmatch(plain)
        for reading in {plain, *(parts.groups() if parts else ())}:
            if found.setdefault(reading, code) != code:
                raise ValueError(f"“{reading}”既指 {found[reading]} 又指 {code}")
    return found


def _problems(profile: Profile, register: Register) -> Iterable[str]:
    by_key = register.by_key
    for source in profile.sources:
        column = by_key.get(source.column)
        if column is None or column.derived:
            yield f"“{source.headings[0]}”对应的 {source.column} 不是台账的栏目"
        elif isinstance(column, Choice):
            for code in sorted(set(source.values.values())):
                if column.code_list.name_of(code) is None:
                    yield f"“{source.headings[0]}”的代码 {code} 不在 {column.codes} 里"
        for heading in source.when:
            if heading not in {plain_heading(each) for each in _headings(profile)}:
                yield f"“{source.headings[0]}”的条件“{heading}”不是方案里的栏目"
    for pattern in profile.defaults.values():
        for heading in _CELL.findall(pattern):
            if heading not in _headings(profile):
                yield f"默认值里的“{heading}”不是方案里的栏目"
    filled = {source.column for source in profile.sources} | profile.defaults.keys()
    yield from (f"默认值的 {key} 不是台账的栏目" for key in sorted(profile.defaults.keys() - by_key.keys()))
    yield from (f"必填的 {key} 没有来源" for key, column in by_key.items() if column.required and key not in filled)
    held = {key for key, column in by_key.items() if column.master == profile.key}
    made = profile.defaults.keys()
    yield from (f"{key} 以本系统为准，方案里却没有来源" for key in sorted(held - profile.masters - made))


def _headings(profile: Profile) -> tuple[str, ...]:
    return (*(heading for source in profile.sources for heading in source.headings), *profile.ignored)


def _read_file(key: str, path: Path) -> Profile:
    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  text only
    try:
        if unknown := sorted(raw.keys() - _KEYS):
            raise ValueError(f"不认识的项 {'、'.join(unknown)}")
        by_hand = frozenset(raw.get("by_hand", ()))
        profile = Profile(
            key=key,
            title=raw["title"],
            system=raw["system"],
            register=raw["register"],
            sources=tuple(
                _read_source(heading, said, by_hand)
                for heading, entry in raw["columns"].items()
                for said in (entry if isinstance(entry, list) else [entry])
            ),
            ignored=tuple(raw.get("ignored", ())),
            defaults=MappingProxyType(raw.get("defaults", {})),
            unsure=raw.get("unsure", ""),
            note=raw.get("note", ""),
        )
        if strangers := sorted(by_hand - {source.column for source in profile.sources}):
            raise ValueError(f"by_hand 里的 {strangers[0]} 没有来源")
        return profile
    except KeyError as error:
        raise ValueError(f"{path.name}：导入方案缺少 {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name}：{error}") from error


def _read_source(heading: str, said: str | dict[str, Any], by_hand: frozenset[str]) -> Source:
    entry: dict[str, Any] = {"column": said} if isinstance(said, str) else said
    if unknown := sorted(entry.keys() - _SOURCE_KEYS):
        raise ValueError(f"“{heading}”有不认识的项 {'、'.join(unknown)}")
    conditions = {name: frozenset(_readings(dict.fromkeys(words, ""))) for name, words in entry.get("when", {}).items()}
    return Source(
        headings=(heading, *entry.get("also", ())),
        column=entry["column"],
        values=MappingProxyType(_readings(entry.get("values", {}))),
        when=MappingProxyType({plain_heading(name): words for name, words in conditions.items()}),
        accept=Accept.HAND if entry["column"] in by_hand else Accept.SOURCE,
        unsure=entry.get("unsure", ""),
    )
