"""The registers of what schools teach in and with, made after all others and from a sequence of their own."""

from collections.abc import Mapping, Sequence
from random import Random

from yaodian.cli.synthetic.lacking import lacking
from yaodian.cli.synthetic.premises import Maker, Row, schools_of
from yaodian.cli.synthetic.rooms import Rooms
from yaodian.cli.synthetic.sports import SportsAreas
from yaodian.cli.synthetic.stock import Books, Equipment
from yaodian.cli.synthetic.tree import Site

MAKERS: dict[str, type[Maker]] = {"rooms": Rooms, "sports_areas": SportsAreas, "equipment": Equipment, "books": Books}


def furnish(sites: Sequence[Site], rows: Mapping[str, Sequence[Row]], seed: int) -> dict[str, list[Row]]:
    """The rows of rooms, sports areas, equipment and books of the schools that `rows` people; they change nothing there."""
    schools = schools_of(sites, rows, lacking(sites, seed))
    made: dict[str, list[Row]] = {}
    for key, kind in MAKERS.items():
        maker = kind(Random(f"{seed} {key}"))  # noqa: S311  # invented schools, no secrets
        for school in schools:
            maker.school(school)
        made[key] = maker.rows
    return made
