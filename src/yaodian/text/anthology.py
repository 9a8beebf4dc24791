"""Several plans in one file (一文多篇): where each begins and ends, and what it is called; site debris is left out."""

from dataclasses import dataclass
from functools import cache
from re import Pattern

from yaodian.kernel.span import Span
from yaodian.text.lines import is_noise, split_lines
from yaodian.text.markers import marker_at
from yaodian.text.outline import is_title
from yaodian.text.phrases import compiled, group
from yaodian.text.rows import Line

SHORTEST = 120  # fewer characters between two separators are no plan
NUMBER = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}"


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One plan of a file: its title ("" if it has none) and its place in the text."""

    title: str
    start: int
    end: int

    def of(self, text: str) -> str:
        """The plan's own text."""
        return text[self.start : self.end]


@cache
def _separator() -> Pattern[str]:
    before = f"(?P<a>.{{0,40}}?(?:{group('headings', 'title')}|范文))?(?:范文)?"
    count = f"(?:第(?:{NUMBER})[篇份]|篇(?:{NUMBER})|范文(?:{NUMBER}))"
    return compiled(rf"{before}[(【\[<]?{count}[)】\]>]?[:、. ]*(?P<b>.{{0,40}})")


def split_plans(text: str) -> tuple[PlanPart, ...]:
    """The plans of a file in order; one part with the whole text where there is only one."""
    lines = split_lines(text)
    cuts = [(i, title) for i, line in enumerate(lines) if (title := _separates(line.folded)) is not None]
    if len(cuts) < 2:
        cuts = _by_titles(lines)
    parts = [
        part
        for number, (index, title) in enumerate(cuts)
        if (
            part := _part(
                text,
                lines[index:],
                lines[index + 1 : cuts[number + 1][0] if number + 1 < len(cuts) else len(lines)],
                title,
            )
        )
    ]
    if len(parts) < 2:
        return (PlanPart(_own_title(text, lines), 0, len(text)),)
    return tuple(parts)


def _separates(line: str) -> str | None:
    """The title that a separator line gives ("" if none), or None for any other line."""
    if len(line) > 70 or line[-1] in "。;,":
        return None
    match = _separator().fullmatch(line)
    if match is None or (not match["a"] and not match["b"] and len(line) > 8):
        return None
    return (match["b"] or match["a"] or "").strip()


def _by_titles(lines: list[Line]) -> list[tuple[int, str]]:
    """Without separators: title lines behind which the numbering starts anew."""
    found: list[tuple[int, str]] = []
    for index, line in enumerate(lines):
        if (
            line.folded[-1] in ":。;"
            or not is_title(line.folded)
            or not compiled(f"(?:{group('headings', 'title')})(?:[(].{{1,8}}[)])?$").search(line.folded)
        ):
            continue
        following = [
            marker
            for near in lines[index + 1 : index + 12]
            if (marker := marker_at(near.folded)) and marker.kind in ("cn", "cn()", "n", "part")
        ]
        if following and following[0].number == 1 and (not found or index - found[-1][0] >= 3):
            found.append((index, line.folded))
    return found


def _part(text: str, heads: list[Line], body: list[Line], title: str) -> PlanPart | None:
    kept = list(body)
    while kept and is_noise(kept[0].folded):
        del kept[0]
    while kept and is_noise(kept[-1].folded):
        del kept[-1]
    if heads and is_title(heads[0].folded) and _separates(heads[0].folded) is None:
        kept = [heads[0], *kept]
    if not kept or kept[-1].span.end - kept[0].span.start < SHORTEST:
        return None
    span = Span(kept[0].span.start, kept[-1].span.end)
    own = kept[0].span.of(text) if is_title(kept[0].folded) else title
    return PlanPart(own, span.start, span.end)


def _own_title(text: str, lines: list[Line]) -> str:
    return lines[0].span.of(text) if lines and is_title(lines[0].folded) else ""
