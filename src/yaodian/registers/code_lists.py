"""Code lists 代码表: what a cell may say, by which standard, and how people write it.

A list is a YAML file in `codes/`; its name is its key (`codes/ethnic_group.yaml` → `ethnic_group`). Every scalar in it is
text, so `01` stays `01`:

    title: 民族
    standard: GB/T 3304-1991
    year: 1991
    source: …
    unsure: true        # only where the list is from memory or two sources disagree; `note` says why
    suffixes: [族]      # 汉 is read as 汉族
    levels: [1, 2]      # lengths of the prefixes that mean something, for `under`
    groups: {本科及以上: 10-29}
    codes:
      01: 汉族
      97: {name: 其他, synonyms: [其它], note: …, unsure: true, retired: 2020-09-01}

Further folders (province, county, pack) are layered over it: a later folder's file replaces the whole list, or adds codes
to it if it says `extends: true`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from yaodian.text.characters import fold

NATION = Path(__file__).parent / "codes"
LEAST_ALIKE = 0.3  # share of common characters below which a name is no help to who wrote something else
_KEYS = {"title", "standard", "year", "source", "unsure", "note", "suffixes", "levels", "groups", "codes", "extends"}
_CODE_KEYS = {"name", "synonyms", "note", "unsure", "retired"}
_FLOAT = re.compile(r"(\d+)\.0*")  # a code that a sheet holds as a number: 1.0
_CODE_FIRST = re.compile(r"[(\[]?([0-9A-Z]+)[)\]]?[-–—_、.,:|/]?([^-–—_、.,:|/].*)")
_NAME_FIRST = re.compile(r"(.*?[^-–—_、.,:|/])[-–—_、.,:|/]?[(\[]?([0-9A-Z]+)[)\]]?")


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its name, other ways to write the name, and the day from which it is no longer given (None: current)."""

    code: str
    name: str
    synonyms: tuple[str, ...] = ()
    note: str = ""
    retired: date | None = None
    unsure: bool = False


@dataclass(frozen=True)
class CodeList:
    """A list with its standard and year (None: ours). `unsure` means: verify before relying on it; `note` says why."""

    key: str
    title: str
    standard: str
    year: int | None
    source: str
    unsure: bool
    codes: tuple[Code, ...]
    note: str = ""
    suffixes: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        """Refuse codes, names and synonyms that are empty or say two things; ValueError says which."""
        if not self.codes:
            raise ValueError(f"代码表“{self.key}”没有代码")
        codes = [_folded(code.code) for code in self.codes]
        if len(set(codes)) < len(codes):
            twice = sorted({code for code in codes if codes.count(code) > 1})
            raise ValueError(f"代码表“{self.key}”的代码重复：{'、'.join(twice)}")
        self._readings  # noqa: B018  built now, so that a wrong declaration fails when it is loaded

    def name_of(self, code: str) -> str | None:
        """The name of a code exactly as stored; None where the list has no such code."""
        return self._names.get(code)

    def get(self, code: str) -> Code:
        """The whole entry of a code; KeyError where the list has no such code."""
        try:
            return self._entries[code]
        except KeyError:
            raise KeyError(f"{self.title}（{self.key}）没有代码 {code}") from None

    def read(self, text: str) -> str | None:
        """The code that a cell means; None where it means none or could mean two.

        Read are the code, the name, both together (if they agree), the name without its usual suffix, synonyms; with
        blanks, full-width or traditional characters; and codes that a sheet made numbers of ("1" or "1.0" for "01").
        """
        code: str | None = self._remembered_read(text)
        return code

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three names most like a text that could not be read, best first, for the message to who wrote it."""
        names: tuple[str, ...] = self._remembered_nearest(text)
        return names

    def under(self, code: str) -> tuple[str, ...]:
        """The codes that a code or a declared group stands for, itself included: 学历 "20" → 20, 21, 22, 23, 28.

        In a list with `levels` a code stands for those that share its prefix without the zeros at its end; the prefix
        itself may be given ("36"). Elsewhere a code stands for itself. KeyError where nothing is found.
        """
        for name, members in self.groups:
            if name == code:
                return members
        found = tuple(each.code for each in self.codes if each.code == code or self._covers(code, each.code))
        if not found:
            raise KeyError(f"{self.title}（{self.key}）没有代码或分组 {code}")
        return found

    def choices(self, on: date | None = None) -> tuple[Code, ...]:
        """The codes to offer: those not retired on a day; without a day, those never retired."""
        return tuple(each for each in self.codes if each.retired is None or (on is not None and on < each.retired))

    def _covers(self, code: str, other: str) -> bool:
        level = next((size for size in self.levels if size <= len(code) and not code[size:].strip("0")), None)
        return level is not None and other.startswith(code[:level])

    def _namings(self, entry: Code) -> Iterator[str]:
        yield entry.name
        for suffix in self.suffixes:
            if entry.name.endswith(suffix) and entry.name != suffix:
                yield entry.name.removesuffix(suffix)
        yield from entry.synonyms

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {entry.code: entry.name for entry in self.codes}

    @cached_property
    def _entries(self) -> Mapping[str, Code]:
        return {entry.code: entry for entry in self.codes}

    @cached_property
    def _readings(self) -> Mapping[str, str]:
        """Folded writing → code. A code is stronger than a name that looks like another's code only if they agree."""
        readings = {_folded(entry.code): entry.code for entry in self.codes}
        for entry in self.codes:
            namings = [_folded(naming) for naming in self._namings(entry)]
            if "" in namings or len(set(namings)) < len(namings):
                raise ValueError(f"代码表“{self.key}”的 {entry.code} 名称为空或与自己的同义写法重复")
            for naming in namings:
                if readings.setdefault(naming, entry.code) != entry.code:
                    raise ValueError(f"代码表“{self.key}”的“{naming}”既指 {readings[naming]} 又指 {entry.code}")
        return readings

    @cached_property
    def _shortened(self) -> Mapping[str, str]:
        """Codes without some of their leading zeros → code, where only one code can be meant."""
        found: dict[str, set[str]] = {}
        for code in self._names:
            zeros = len(code) - len(code.lstrip("0")) if code.isdecimal() else 0
            for lost in range(1, min(zeros, len(code) - 1) + 1):
                found.setdefault(code[lost:], set()).add(code)
        return {short: codes.pop() for short, codes in found.items() if len(codes) == 1}

    # Columns repeat their few values a hundred thousand times: remembered, the second reading is one dictionary lookup.
    @cached_property
    def _remembered_read(self) -> Any:
        return lru_cache(maxsize=4096)(self._read)

    @cached_property
    def _remembered_nearest(self) -> Any:
        return lru_cache(maxsize=512)(self._nearest)

    def _read(self, text: str) -> str | None:
        plain = _folded(text)
        return self._plain(plain) or self._both(plain)

    def _plain(self, text: str) -> str | None:
        if (number := _FLOAT.fullmatch(text)) and text not in self._readings:
            text = number[1]
        return self._readings.get(text) or self._shortened.get(text)

    def _both(self, text: str) -> str | None:
        """A code beside its name; None where the two disagree, for then one of them is a slip."""
        for pattern, code_at, name_at in ((_CODE_FIRST, 1, 2), (_NAME_FIRST, 2, 1)):
            if parts := pattern.fullmatch(text):
                code, name = self._plain(parts[code_at]), parts[name_at]
                named = self._readings.get(name) or self._readings.get(name.strip("()[]"))
                if code is not None and code == named:
                    return code
        return None

    def _nearest(self, text: str) -> tuple[str, ...]:
        wanted = self._letters(text)
        best: dict[str, float] = {}
        for entry in self.codes:
            for naming in self._namings(entry):
                letters = self._letters(naming)
                alike = 2 * len(wanted & letters) / (len(wanted) + len(letters) or 1)
                if alike >= max(LEAST_ALIKE, best.get(entry.name, 0)):
                    best[entry.name] = alike
        return tuple(sorted(best, key=lambda name: -best[name])[:3])

    def _letters(self, text: str) -> frozenset[str]:
        """The characters that tell names apart: a suffix that all share does not."""
        plain = _folded(text)
        suffix = next((each for each in self.suffixes if plain.endswith(each)), "")
        return frozenset(plain.removesuffix(suffix))


@cache
def code_list(key: str, *folders: Path) -> CodeList:
    """A list by its key, with the given folders layered over the nation's, nearest last; read once.

    KeyError, in Chinese, where no folder has it; ValueError where its file is not as described above.
    """
    found: CodeList | None = None
    for folder in (NATION, *folders):
        path = folder / f"{key}.yaml"
        if path.is_file():
            found = _read_file(key, path, found)
    if found is None:
        known = "、".join(sorted({path.stem for folder in (NATION, *folders) for path in folder.glob("*.yaml")}))
        raise KeyError(f"没有代码表“{key}”；现有：{known}")
    return found


@cache
def code_lists(*folders: Path) -> Mapping[str, CodeList]:
    """Every list by key, as layered."""
    keys = {path.stem for folder in (NATION, *folders) for path in folder.glob("*.yaml")}
    return MappingProxyType({key: code_list(key, *folders) for key in sorted(keys)})


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    """Half-width, simplified, without blanks and the apostrophe that marks text in a sheet, capital letters."""
    return "".join(fold(text).split()).removeprefix("'").upper()


class _Plain(yaml.SafeLoader):
    """YAML whose scalars are all text, and which refuses a key given twice instead of keeping the last."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012  PyYAML's own name and type

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            raise ValueError(f"重复：{'、'.join(twice)}")
        return super().construct_mapping(node, deep=deep)


def _read_file(key: str, path: Path, below: CodeList | None) -> CodeList:
    loader = _Plain(path.read_text(encoding="utf-8"))
    try:
        raw: dict[str, Any] = loader.get_single_data()
        if unknown := sorted(raw.keys() - _KEYS):
            raise ValueError(f"不认识的项 {'、'.join(unknown)}")
        codes = tuple(_read_code(code, said) for code, said in raw["codes"].items())
        if raw.get("extends") == "true":
            if below is None:
                raise ValueError("extends: true，但没有可以补充的代码表")
            return replace(below, codes=(*below.codes, *codes))
        return CodeList(
            key=key,
            title=raw["title"],
            standard=raw["standard"],
            year=int(raw["year"]) if "year" in raw else None,
            source=raw["source"],
            unsure=raw.get("unsure") == "true",
            codes=codes,
            note=raw.get("note", ""),
            suffixes=tuple(raw.get("suffixes", ())),
            levels=tuple(int(size) for size in raw.get("levels", ())),
            groups=tuple((name, _members(said, codes)) for name, said in raw.get("groups", {}).items()),
        )
    except KeyError as error:
        raise ValueError(f"{path.name}：代码表文件缺少 {error}") from error
    except (ValueError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name}：{error}") from error
    finally:
        loader.dispose()


def _read_code(code: str, said: str | dict[str, Any]) -> Code:
    if isinstance(said, str):
        return Code(code, said)
    if unknown := sorted(said.keys() - _CODE_KEYS):
        raise ValueError(f"代码 {code} 有不认识的项 {'、'.join(unknown)}")
    retired = date.fromisoformat(said["retired"]) if "retired" in said else None
    return Code(
        code, said["name"], tuple(said.get("synonyms", ())), said.get("note", ""), retired, said.get("unsure") == "true"
    )


def _members(said: str | list[str], codes: tuple[Code, ...]) -> tuple[str, ...]:
    """A group's codes: a list, or the first and last of a range of codes in their written order."""
    if isinstance(said, list):
        chosen = set(said)
    else:
        first, last = said.split("-")
        chosen = {each.code for each in codes if first <= each.code <= last}
    if not chosen or (strangers := chosen - {each.code for each in codes}):
        raise ValueError(f"分组“{said}”里没有代码，或有表中没有的代码 {'、'.join(sorted(strangers)) if chosen else ''}")
    return tuple(each.code for each in codes if each.code in chosen)
