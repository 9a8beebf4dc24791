"""The parts of a plan that are compared: what becomes a task, with its number and the headings above it."""

from yaodian.text.compare.model import Part
from yaodian.text.parts import Place, numbers_of, read_places
from yaodian.text.reading import Reading


def parts_of(reading: Reading) -> tuple[Part, ...]:
    """The tasks of a reading, in document order."""
    places = read_places(reading)
    return tuple(
        Part(
            node=place.node,
            number=number,
            title=place.title,
            text=reading.text[place.start : place.end],
            start=place.start,
            end=place.end,
            targets=place.targets,
            sections=_sections(places, place),
        )
        for place, number in zip(places, numbers_of(places), strict=True)
        if place.kind == "task"
    )


def _sections(places: list[Place], place: Place) -> tuple[str, ...]:
    above: list[str] = []
    at = place.parent
    while at is not None:
        above.append(places[at].title)
        at = places[at].parent
    return tuple(reversed(above))
