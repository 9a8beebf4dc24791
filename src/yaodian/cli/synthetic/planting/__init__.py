"""Planted contradictions: for each check a known small number of bad rows, none of them bad for a second reason.

Where one contradiction breaks several checks by its nature (a spell in another school is seen from the pupil's side and
from the spell's), each is recorded. What is planted is recorded as (register, row, check); the county's true figures are
those without it.
"""

from typing import Any

from yaodian.cli.synthetic.planting.care import CARE
from yaodian.cli.synthetic.planting.careers import EXCHANGES, REVIEWS
from yaodian.cli.synthetic.planting.classes import CLASSES
from yaodian.cli.synthetic.planting.dropouts import DROPOUTS
from yaodian.cli.synthetic.planting.enrolments import ENROLMENTS
from yaodian.cli.synthetic.planting.estates import BUILDINGS
from yaodian.cli.synthetic.planting.people import PEOPLE
from yaodian.cli.synthetic.planting.planter import NothingFits, Planter
from yaodian.cli.synthetic.planting.premises import PREMISES
from yaodian.cli.synthetic.planting.pupils import PUPILS
from yaodian.cli.synthetic.planting.pupils_family import FAMILY
from yaodian.cli.synthetic.planting.schools import SCHOOLS
from yaodian.cli.synthetic.planting.staff import STAFF

Row = dict[str, Any]
PUPIL_SIDE = FAMILY | PUPILS | ENROLMENTS | DROPOUTS | CARE
PLANTS = (
    PUPIL_SIDE | STAFF | EXCHANGES | REVIEWS | SCHOOLS | CLASSES | BUILDINGS | PREMISES | PEOPLE
)  # code → what plants it; rare rows are taken first
MANY = 20_000  # pupils from which each check gets three bad rows instead of one


def plant_all(rows: dict[str, list[Row]], seed: int) -> list[Row]:
    """Plant into the rows; gives what was planted, in the order of codes. A small county may lack what a plant needs."""
    planter = Planter(rows, seed)
    for plant in PLANTS.values():
        for _ in range(3 if len(rows["pupils"]) > MANY else 1):
            try:
                plant(planter)
            except NothingFits:
                break
    return sorted(planter.planted, key=lambda entry: (entry["code"], entry["register"], entry["id"]))
