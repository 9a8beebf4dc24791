"""What expressions have in common stands in layers: where it is looked for, and that no figure changes."""

import pytest

from tests.engines.measure_examples import EXAMPLES
from tests.engines.measure_vocabulary import OWNERS, UNITS, MeasureExample, held
from tests.engines.vocabulary import rows
from yaodian.algebra.figures import figure
from yaodian.algebra.language import Value, today
from yaodian.algebra.measure_language import as_of, period_start, share
from yaodian.algebra.measures import leaves
from yaodian.algebra.nodes import Node
from yaodian.engines.engine import Target
from yaodian.engines.layers import in_levels
from yaodian.engines.measures import compute
from yaodian.engines.scan import Split, parts_sql

pupils = rows()
there = (pupils.began_on <= as_of()) & (pupils.left_on.is_unknown() | (pupils.left_on > as_of()))
boys, old = pupils.sex == "1", pupils.born.years_to(today()) > 11


def levels(*wanted: Value) -> list[list[Node]]:
    """What stands in several of some expressions."""
    return in_levels([value.node for value in wanted], {})


@pytest.mark.parametrize(
    ("says", "found", "expected"),
    [
        ("nothing in common", levels(boys, old), []),
        ("a condition by itself and within another", levels(boys, boys & old), [[boys.node]]),
        ("columns as they are are no parts", levels(pupils.boarding, pupils.boarding & boys), []),
        (
            "what names no column is none",
            levels(boys & (as_of() > period_start()), old & (as_of() > period_start())),
            [],
        ),
        (
            "a part of a part comes first",
            levels(boys & old, (boys & old) | pupils.boarding, ~boys),
            [[boys.node], [(boys & old).node]],
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_common_parts_are_found(says: str, found: list[list[Node]], expected: list[list[Node]]) -> None:
    assert found == expected


def test_a_common_part_is_computed_once() -> None:
    """Who was there is asked in six counts and written once."""
    measures = [share(pupils.count(where=there & more), boys) for more in (boys, old, pupils.boarding)]
    found = tuple(dict.fromkeys(leaf for measure in measures for leaf in leaves(measure)))
    sql = parts_sql(found, Split(OWNERS["pupils"]), (), Target())
    assert len(found) == 6
    assert sql.count('"left_on" IS NOT NULL') == 1
    assert sql.count('FROM "pupils"') == 1
    assert sql.count("layer_0 AS (") == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.says)
def test_figures_of_all_examples_at_once_are_those_of_each(example: MeasureExample) -> None:
    """Beside other measures over the same register, with which it shares conditions."""
    world, built = example.world(), example.built
    others = [pupils.count(where=there & boys), pupils.count(where=there & old), pupils.count(where=there)]
    together = compute([built, *others], held(world), UNITS)
    alone = compute([built], held(world), UNITS)
    assert [figure(built, together, unit) for unit in UNITS.parents] == [
        figure(built, alone, unit) for unit in UNITS.parents
    ]
