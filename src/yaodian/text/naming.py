"""What figures in a row measure (并列、分别): coordination of names, subjects and values."""

from yaodian.text.names import MEASURES, Name, clean, deliver, stage, whose
from yaodian.text.phrases import compiled, group


def several(head: str, count: int) -> list[Name] | None:
    """Names for `count` values in a row, from the list of names before them; None where there is no such list."""
    parts = [clean(part) for part in compiled(r"、|(?<![共总])和(?!谐)|及|与|以及").split(clean(head))]
    parts = [part for part in parts if part]
    if len(parts) < count:
        return None
    # more names than values: the first values' names run together
    spare = len(parts) - count + 1
    parts = ["、".join(parts[:spare]), *parts[spare:]]
    return _under_one_rate(parts) or _each_its_own(parts)


def _under_one_rate(parts: list[str]) -> list[Name] | None:
    """小学、初中和高中学生每天在校时间: the last part carries the indicator of all."""
    if len(parts) < 2:
        return None
    if levels := _levels(parts):
        return levels
    last = stage().match(parts[-1])
    if last and all(whose().fullmatch(part) for part in parts[:-1]):
        if len(parts[-1]) > last.end() + 1:
            rest = parts[-1][last.end() :].removeprefix("的")
            return [Name(rest, part) for part in [*parts[:-1], last[0]]]
        return [Name("", part) for part in parts]
    rest = _shared_rest(parts)
    return [Name(rest, part.removesuffix(rest)) for part in parts] if rest else None


def _levels(parts: list[str]) -> list[Name]:
    """小学低、中、高年级学生每天阅读时间: one 年级 for all."""
    last = compiled("([低中高])年级(.+)$").match(parts[-1])
    first = compiled("(.*?)[低中高]$").match(parts[0])
    if not last or not first or any(len(part) > 1 for part in parts[1:-1]):
        return []
    marks = [parts[0][-1], *parts[1:-1], last[1]]
    return [Name(last[2], f"{first[1]}{mark}年级") for mark in marks]


def _shared_rest(parts: list[str]) -> str:
    """校长、副校长持证上岗率: what stands behind the last subject is measured of all; "" where each has its own."""
    last = compiled(f"(?:{MEASURES})$")
    if any(last.search(part) or len(part) < 2 for part in parts[:-1]) or not last.search(parts[-1]):
        return ""
    at = parts[-1].find(parts[0][-2:])
    return parts[-1][at + 2 :] if at >= 0 else ""


def _each_its_own(parts: list[str]) -> list[Name]:
    """小学入学率、巩固率: each has its name, and those that name no stage are of the first one's."""
    first = stage().match(parts[0])
    return [
        Name(part, first[0] if number and first and not stage().search(part) else "")
        for number, part in enumerate(parts)
    ]


def under_one_head(leads: list[str]) -> list[Name] | None:
    """示范校高中1所、初中2所、小学3所: the first words hold the head noun, each stage is a subject."""
    cleaned = [clean(lead) for lead in leads]
    if len(cleaned) < 2 or not all(stage().fullmatch(part) for part in cleaned[1:]):
        return None
    first = compiled(f"^(.{{2,}}?)({group('subjects', 'stage')})$").match(cleaned[0])
    if first is None or deliver().fullmatch(first[1]):
        return None
    return [Name(f"{first[1]}数", part) for part in [first[2], *cleaned[1:]]]
