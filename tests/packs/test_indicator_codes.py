"""What plans call an indicator (text/tables/indicators.yaml) and the catalogue of packs name the same thing by one code."""

import pytest

from yaodian.packs import catalogue
from yaodian.registers.indicator import Indicator
from yaodian.text.codes import indicators


def names_in_plans() -> dict[str, str]:
    """Every name of the phrase table with its code."""
    return {name: one.code for one in indicators().values() for name in one.names}


@pytest.mark.parametrize("indicator", catalogue().indicators.values(), ids=lambda one: one.code)
def test_the_code_is_that_by_which_plans_are_read(indicator: Indicator) -> None:
    known = names_in_plans()
    codes = {known[name] for name in (indicator.title, *indicator.synonyms) if name in known}
    assert codes <= {indicator.code}, f"plans call {sorted(codes)[0]} what the catalogue calls {indicator.code}"
