"""A reading from the JSON object that it was kept as: the other way of `Reading.as_json`."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from yaodian.text.reading import Actor, Commitment, Deadline, Doubt, Named, Node, Noise, Reading, Title

T = TypeVar("T")


def reading_kept(text: str, kept: Mapping[str, Any]) -> Reading:
    """The reading of `text` as it was kept; fields that this version no longer has are left out, new ones are None."""
    title = kept.get("title")
    return Reading(
        text=text,
        title=_made(Title, title) if title else None,
        year=kept.get("year"),
        school_year=bool(kept.get("school_year")),
        outline=_all(Node, kept, "outline"),
        noise=_all(Noise, kept, "noise"),
        commitments=_all(Commitment, kept, "commitments"),
        deadlines=_all(Deadline, kept, "deadlines"),
        actors=_all(Actor, kept, "actors"),
        objects=_all(Named, kept, "objects"),
        doubts=_all(Doubt, kept, "doubts"),
    )


def _all(kind: type[T], kept: Mapping[str, Any], name: str) -> tuple[T, ...]:
    return tuple(_made(kind, part) for part in kept.get(name, ()))


def _made(kind: type[T], part: Mapping[str, Any]) -> T:
    return kind(**{field.name: part.get(field.name) for field in fields(kind)})  # type: ignore[arg-type]  # dataclasses all
