"""Automatic numbering of Word (自动编号): the markers are not in the text; recover them from numbering.xml."""

from dataclasses import dataclass, field

from lxml import etree

from yaodian.text.document.counting import counted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what it writes, after which higher level it restarts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # abstractNumId → levels
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)  # numId → whole levels replaced
    starts: dict[str, dict[int, int]] = field(default_factory=dict)  # numId → startOverride
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level(self, number: str, depth: int) -> Level | None:
        """The level of a list as it applies, overrides included."""
        abstract = self.lists.get(number)
        if abstract is None:
            return None
        return self.overrides.get(number, {}).get(depth) or self.levels.get(abstract, {}).get(depth)

    def next_label(self, number: str, depth: int) -> str:
        """Count on one paragraph of a list and give its marker with the blank that belongs behind it."""
        level = self.level(number, depth)
        abstract = self.lists.get(number)
        if level is None or abstract is None or not 0 <= depth < DEEPEST:
            return ""
        counter = self.counters.setdefault(abstract, [None] * DEEPEST)
        start = self._start(number, depth, level)
        current = counter[depth]
        fresh = depth in self.starts.get(number, {}) and (number, depth) not in self.begun
        self.begun.add((number, depth))
        counter[depth] = start if current is None or fresh else current + 1
        for deeper in range(depth + 1, DEEPEST):
            below = self.level(number, deeper)
            if below is None or below.restart is None or depth < below.restart:
                counter[deeper] = None
        return self._write(number, depth, level, counter)

    def _start(self, number: str, depth: int, level: Level) -> int:
        return self.starts.get(number, {}).get(depth, level.start)

    def _write(self, number: str, depth: int, level: Level, counter: list[int | None]) -> str:
        if level.form == "bullet":
            return "●"
        label = level.text
        for higher in range(depth + 1):
            key = f"%{higher + 1}"
            if key in label:
                own = self.level(number, higher) or Level()
                value = counter[higher]
                form = "decimal" if level.legal and higher < depth else own.form
                shown = (
                    ""
                    if own.form == "none"
                    else counted(self._start(number, higher, own) if value is None else value, form)
                )
                label = label.replace(key, shown)
        if not label.strip():
            return ""
        blank = level.suffix == "space" or (level.suffix == "tab" and label[-1].isascii() and label[-1] not in ")")
        return label + (" " if blank and not label.endswith(" ") else "")


def read_numbering(root: etree._Element | None) -> Numbering:
    """The numbering part of a document; an empty one where there is none."""
    numbering = Numbering()
    if root is None:
        return numbering
    links: dict[str, str] = {}
    styles: dict[str, str] = {}
    for node in root.iter(f"{W}abstractNum"):
        key = node.get(f"{W}abstractNumId", "")
        numbering.levels[key] = dict(map(_level, node.iterfind(f"{W}lvl")))
        if (link := node.find(f"{W}numStyleLink")) is not None:
            links[key] = link.get(f"{W}val", "")
        if (own := node.find(f"{W}styleLink")) is not None:
            styles[own.get(f"{W}val", "")] = key
    for key, style in links.items():
        if style in styles:
            numbering.levels[key] = numbering.levels[styles[style]]
    for node in root.iterfind(f"{W}num"):
        _read_num(node, numbering)
    return numbering


def _read_num(node: etree._Element, numbering: Numbering) -> None:
    key = node.get(f"{W}numId", "")
    abstract = node.find(f"{W}abstractNumId")
    if abstract is None:
        return
    numbering.lists[key] = abstract.get(f"{W}val", "")
    for override in node.iterfind(f"{W}lvlOverride"):
        depth = _int(override.get(f"{W}ilvl"), 0)
        if (start := override.find(f"{W}startOverride")) is not None:
            numbering.starts.setdefault(key, {})[depth] = _int(start.get(f"{W}val"), 1)
        if (level := override.find(f"{W}lvl")) is not None:
            numbering.overrides.setdefault(key, {})[depth] = _level(level)[1]


def _level(node: etree._Element) -> tuple[int, Level]:
    def value(name: str) -> str | None:
        child = node.find(f"{W}{name}")
        return None if child is None else child.get(f"{W}val", "")

    restart = value("lvlRestart")
    legal = node.find(f"{W}isLgl")
    return _int(node.get(f"{W}ilvl"), 0), Level(
        start=_int(value("start"), 1),
        form=value("numFmt") or "decimal",
        text=value("lvlText") or "",
        suffix=value("suff") or "tab",
        restart=_int(restart, 0) if restart is not None else None,
        legal=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false"),
        style=value("pStyle"),
    )


def _int(text: str | None, default: int) -> int:
    digits = (text or "").lstrip("-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else default
