"""What plans call an indicator (text/tables/indicators.yaml) and the catalogue of packs name the same thing by one code."""

from yaodian.packs import catalogue
from yaodian.text.codes import indicators


def test_the_codes_are_those_by_which_plans_are_read() -> None:
    known = {name: one.code for one in indicators().values() for name in one.names}
    wrong = {
        (one.code, name): known[name]
        for one in catalogue().indicators.values()
        for name in (one.title, *one.synonyms)
        if known.get(name, one.code) != one.code
    }
    assert wrong == {}, "the catalogue's code and name, and the code by which plans are read"


def test_many_names_are_known_to_both() -> None:
    known = {name for one in indicators().values() for name in one.names}
    assert sum(one.title in known for one in catalogue().indicators.values()) > 50
