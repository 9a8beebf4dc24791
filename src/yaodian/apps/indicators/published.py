"""Published figures as they are read: what was published, with small counts hidden from who has no right to the rows."""

from typing import Any

from yaodian.apps.indicators.figure_text import Figure, cell_title, hidden_text, part_of, text_of, words_of
from yaodian.apps.indicators.models import Publication
from yaodian.apps.indicators.pinned import Complete
from yaodian.apps.indicators.protecting import threshold
from yaodian.apps.indicators.publishing import Definition, definition_from, exact_of
from yaodian.apps.indicators.reading import reader_of
from yaodian.apps.indicators.shown import By
from yaodian.apps.indicators.tree import tree_on
from yaodian.kernel.period import Period
from yaodian.registers.indicator import Indicator

GROUP, OFFICE, SOURCE = "已公布", "general", "公布时的口径"


def published_figures(publication: Publication, *, by: By = None) -> list[Figure]:
    """The whole, then what it is split up into, as the public (or a post) may see it; nothing is computed."""
    definition = definition_from(publication.definition)
    indicator = indicator_of(publication, definition)
    knows = publication.unit_id in reader_of(by, indicator, tree_on(definition.moment.on)).known
    return [
        _figure(publication, definition, indicator, each, hidden=not knows and each["cell"] in publication.hidden)
        for each in publication.figures
    ]


def indicator_of(publication: Publication, definition: Definition) -> Indicator:
    """The indicator as it was when its figure was published."""
    return Indicator(
        code=publication.code,
        title=publication.title,
        measure=definition.measure,
        group=GROUP,
        office=OFFICE,
        source=SOURCE,
        digits=definition.digits,
        cycle=Period.read(publication.period).span,
        about_people=definition.about_people,
        version=publication.version,
    )


def _figure(
    publication: Publication, definition: Definition, indicator: Indicator, kept: dict[str, Any], *, hidden: bool
) -> Figure:
    below = threshold(definition.moment.on)
    value = None if hidden else exact_of(kept["value"])
    measures, values = definition.measure.parts, [exact_of(part) for part in kept["parts"]]
    return Figure(
        indicator=indicator,
        unit=publication.unit_id,
        unit_name=publication.unit.name,
        period=Period.read(publication.period),
        cell=tuple(kept["cell"]),
        cell_title=cell_title(publication.breakdown, tuple(kept["cell"])),
        kind=publication.snapshot.kind,
        on=definition.moment.on,
        known_on=publication.snapshot.on,
        value=value,
        text=hidden_text(below) if hidden else text_of(value, indicator.digits, indicator.unit),
        parts=tuple(
            part_of(part, words, held, below, hidden=hidden)
            for part, words, held in zip(measures, words_of(measures), values, strict=True)
        ),
        hidden=hidden,
        complete=Complete(publication.of, publication.filed),
    )
