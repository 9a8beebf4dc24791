"""What paragraph styles (样式) say about numbering, through their chain of bases."""

from dataclasses import dataclass

from lxml import etree

from yaodian.text.document.numbering import Numbering, W

LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A list and the depth in it."""

    number: str
    depth: int


@dataclass(frozen=True, slots=True)
class Styles:
    """Which list a style puts its paragraphs into, and which style is the default."""

    lists: dict[str, ListPlace]
    default: str | None


def read_styles(root: etree._Element | None, numbering: Numbering) -> Styles:
    """Numbering by style: from the style's own numPr, its bases', or the level that names the style."""
    if root is None:
        return Styles({}, None)
    bases: dict[str, str] = {}
    own: dict[str, tuple[str | None, int | None]] = {}
    default: str | None = None
    for style in root.iterfind(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            default = key
        if (base := style.find(f"{W}basedOn")) is not None:
            bases[key] = base.get(f"{W}val", "")
        if (found := style.find(f"{W}pPr/{W}numPr")) is not None:
            own[key] = num_pr(found)
    lists: dict[str, ListPlace] = {}
    for key in {*own, *bases}:
        number, depth = _inherited(key, own, bases)
        if number:
            lists[key] = ListPlace(number, _depth(key, number, depth, numbering))
    return Styles(lists, default)


def num_pr(node: etree._Element) -> tuple[str | None, int | None]:
    """numId and ilvl of a w:numPr."""
    number, depth = node.find(f"{W}numId"), node.find(f"{W}ilvl")
    level = depth.get(f"{W}val", "0") if depth is not None else None
    return (
        number.get(f"{W}val") if number is not None else None,
        int(level) if level is not None and level.isascii() and level.isdigit() else None,
    )


def _inherited(
    key: str, own: dict[str, tuple[str | None, int | None]], bases: dict[str, str]
) -> tuple[str | None, int | None]:
    number: str | None = None
    depth: int | None = None
    for _ in range(LONGEST_CHAIN):
        if key in own:
            number = number or own[key][0]
            depth = depth if depth is not None else own[key][1]
        if key not in bases:
            break
        key = bases[key]
    return number, depth


def _depth(style: str, number: str, depth: int | None, numbering: Numbering) -> int:
    """A level that names the style in pStyle tells the depth better than the style does."""
    abstract = numbering.lists.get(number, "")
    named = next((d for d, level in numbering.levels.get(abstract, {}).items() if level.style == style), None)
    return named if named is not None else depth or 0
