"""A calendar file (.ics, RFC 5545) of due dates: whole days, escaped, folded at 75 bytes without cutting a character."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse

from yaodian.apps.plans.selectors.calendar import Due

END = "\r\n"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a calendar: a whole day."""

    uid: str
    on: date
    summary: str
    description: str
    url: str


def events_of(dues: Iterable[Due], absolute: Callable[[str], str]) -> list[Event]:
    """Due dates as entries; `absolute` makes a full address of a path."""
    return [
        Event(
            uid=f"{due.key}@yaodian",
            on=due.on,
            summary=f"到期：{due.says}",
            description=f"{due.who}\n{due.light.why}",
            url=absolute(
                reverse("subtask-report", args=[due.subtask.pk]) if due.subtask else reverse("item", args=[due.item.pk])
            ),
        )
        for due in dues
    ]


def calendar_text(events: Iterable[Event], *, name: str, stamp: datetime) -> str:
    """The whole file."""
    written = f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Yaodian//yaodian//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{written}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.summary)}",
            f"DESCRIPTION:{escaped(event.description)}",
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return END.join(part for line in lines for part in folded(line)) + END


def escaped(text: str) -> str:
    r"""Text as a value: backslash, semicolon, comma and line break escaped.

    >>> escaped("一；二;三,四\n五")
    '一；二\\;三\\,四\\n五'
    """
    bare = text.replace("\r\n", "\n").replace("\r", "\n")
    bare = "".join(character for character in bare if character in "\n\t" or character.isprintable())
    return bare.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of 75 bytes at most; each further piece begins with a space, which counts.

    >>> [len(piece.encode()) for piece in folded("SUMMARY:" + "校" * 40)]
    [74, 55]
    """
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
