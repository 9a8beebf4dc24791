"""Fold characters that mean the same, one for one, so that offsets in the folded text are offsets in the given text."""

from functools import cache

from yaodian.text.phrases import compiled, groups


@cache
def _folding() -> dict[int, str]:
    table = groups("characters")
    folding: dict[int, str] = {}
    for left, right in (("full", "half"), ("traditional", "simplified")):
        folding |= dict(zip(map(ord, table[left][0]), table[right][0], strict=True))
    folding |= {ord(space): " " for space in "\u3000\xa0\u2002\u2003\u2009\u200a\u202f\x0b\x0c"}
    folding |= {ord(nothing): " " for nothing in "\ufeff\u200b\u200c\u200d\u2060"}
    return {code: char for code, char in folding.items() if chr(code) != char}


def fold(text: str) -> str:
    """Full width to half width, traditional to simplified, every kind of space to a space; the length stays.

    >>> fold("達到９８％（含）以上")
    '达到98%(含)以上'
    """
    return text.translate(_folding())


def keeps_blank(text: str, index: int) -> bool:
    """Whether the blank at `index` separates: between digits or letters, unless digits are spaced out or in thousands."""
    left, right = text[index - 1 : index], text[index + 1 : index + 2]
    if right.isdecimal() and left.isdecimal():
        group = compiled(r"\d+").match(text, index + 1)
        size = len(group[0]) if group else 0
        alone = size == 1 and not text[index - 2 : index - 1].isdecimal()
        return not (size == 3 or alone)
    if right.isdecimal() and left in ".、":
        return True
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def squeeze(text: str) -> str:
    """A folded text without the blanks that separate nothing.

    >>> squeeze("达到 9 8 %，共 1 000 人"), squeeze("1. 2024年")
    ('达到98%，共1000人', '1. 2024年')
    """
    if " " not in text:
        return text
    return "".join(char for index, char in enumerate(text) if char != " " or keeps_blank(text, index))
