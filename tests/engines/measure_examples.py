"""What measures give: one example or more for each class, unknown values and units without rows in them."""

from decimal import Decimal

from tests.engines.measure_vocabulary import MeasureExample
from yaodian.algebra.language import today
from yaodian.algebra.measure_language import (
    as_of,
    average,
    difference,
    dimension,
    dispersion,
    per_head,
    period_end,
    ratio,
    share,
    sum_of,
)

PUPILS = """
school | sex | boarding | height | class_ | siblings
4      | 1   | yes      | 120.5  | 1      | 1
4      | 2   | no       | 130.0  | 1      | 0
4      | 1   |          |        | 2      | 2
5      | 2   | yes      | 140.5  | 3      |
6      | 1   | no       | 150.0  |        | 0
       | 1   | yes      | 160.0  |        | 9
9      | 1   | yes      | 160.0  |        | 9
"""
CLASSES = """
school | grade | size | room
4      | 11    | 50   | 60.50
4      | 12    | 56   | 60.00
5      | 11    | 30   |
6      | 21    |      | 80.25
"""

TAKEN = [
    MeasureExample(
        "rows are counted where the condition is true, in each unit and all above it",
        lambda pupils, _classes, _aid: pupils.count(where=pupils.boarding, unit="人"),
        {"pupils": PUPILS},
        """
        unit | gives
        1    | 2
        2    | 2
        3    | 0
        4    | 1
        5    | 1
        6    | 0
        """,
    ),
    MeasureExample(
        "known values are added up, and shown in their unit",
        lambda pupils, _classes, _aid: pupils.total("height"),
        {"pupils": PUPILS},
        """
        unit | gives
        1    | 541.0
        2    | 391.0
        4    | 250.5
        6    | 150
        """,
    ),
    MeasureExample(
        "the total of none is 0",
        lambda pupils, _classes, _aid: pupils.total("height", where=pupils.siblings > 5),
        {"pupils": PUPILS},
        "unit | gives\n1 | 0",
    ),
    MeasureExample(
        "a condition over the row that a reference names",
        lambda pupils, _classes, _aid: pupils.count(where=pupils.class_.grade == "11"),
        {"pupils": PUPILS, "classes": CLASSES},
        """
        unit | gives
        1    | 3
        4    | 2
        5    | 1
        6    | 0
        """,
    ),
    MeasureExample(
        "a condition over rows that belong to a row",
        lambda _pupils, classes, _aid: classes.count(
            where=classes.others("pupils", on={"class_": classes.id}).count() > 1
        ),
        {"pupils": PUPILS, "classes": CLASSES},
        "unit | gives\n1 | 1\n4 | 1\n5 | 0",
    ),
    MeasureExample(
        "different values are told apart over all rows beneath a unit",
        lambda _pupils, _classes, aid: aid.distinct("pupil", where=aid.amount > 0),
        {
            "aid": """
            school | pupil | amount
            4      | 1     | 100
            4      | 1     | 50
            4      | 2     | 0
            5      | 1     | 100
            6      | 1     | 100
            6      | 3     | 100
            6      |       | 100
            """
        },
        """
        unit | gives
        1    | 2
        2    | 1
        3    | 2
        4    | 1
        5    | 1
        """,
    ),
    MeasureExample(
        "different values within a school: the same value in two schools is two",
        lambda _pupils, _classes, aid: aid.distinct("pupil", within="school"),
        {"aid": "school | pupil\n4 | 1\n4 | 1\n5 | 1\n6 | 1\n1 | 1"},
        """
        unit | gives
        1    | 4
        2    | 2
        4    | 1
        5    | 1
        """,
    ),
    MeasureExample(
        "the latest value of each unit up to the day of figures",
        lambda _pupils, _classes, aid: aid.latest("amount", at="paid_on"),
        {
            "aid": """
            school | amount | paid_on
            4      | 100    | 2025-09-01
            4      | 80     | 2026-02-28
            4      | 900    | 2026-03-02
            4      |        | 2026-03-01
            5      | 30     | 2025-01-01
            5      | 31     | 2025-01-01
            5      | 99     |
            """
        },
        """
        unit | gives
        1    | 111
        4    | 80
        5    | 31
        6    | 0
        """,
    ),
    MeasureExample(
        "the latest of each class of a unit",
        lambda pupils, _classes, _aid: pupils.latest("siblings", at="entry_year", each=("sex",)),
        {
            "pupils": """
            school | sex | entry_year | siblings
            4      | 1   | 2024       | 1
            4      | 1   | 2025       | 2
            4      | 1   | 2026       | 9
            4      | 2   | 2023       | 3
            4      |     | 2022       | 4
            4      |     | 2021       | 5
            """
        },
        "unit | gives\n4 | 9\n1 | 9",
    ),
]

COMPOSED = [
    MeasureExample(
        "a ratio of nothing is unknown",
        lambda pupils, _classes, _aid: ratio(pupils.count(where=pupils.boarding), pupils.count()),
        {"pupils": PUPILS},
        """
        unit | gives
        1    | 40.00
        2    | 50
        4    | 33.33
        6    | 0.0
        """,
    ),
    MeasureExample(
        "a ratio without rows",
        lambda pupils, _classes, _aid: ratio(pupils.count(where=pupils.boarding), pupils.count()),
        {},
        "unit | gives\n1 |\n4 |",
    ),
    MeasureExample(
        "pupils to one class, of two registers",
        lambda pupils, classes, _aid: per_head(pupils.count(unit="人"), classes.count(unit="班")),
        {"pupils": PUPILS, "classes": CLASSES},
        """
        unit | gives
        1    | 1.25
        4    | 1.5
        5    | 1
        """,
    ),
    MeasureExample(
        "square metres per hundred pupils",
        lambda pupils, classes, _aid: per_head(classes.total("room"), pupils.count(unit="人"), scale=100),
        {"pupils": PUPILS, "classes": CLASSES},
        """
        unit | gives
        1    | 4015.00
        4    | 4016.67
        5    | 0
        6    | 8025
        """,
    ),
    MeasureExample(
        "the share of rows; an unknown condition is in the whole only",
        lambda pupils, _classes, _aid: share(pupils.count(), pupils.boarding),
        {"pupils": PUPILS},
        "unit | gives\n1 | 40\n4 | 33.3",
    ),
    MeasureExample(
        "the share of a total",
        lambda _pupils, classes, _aid: share(classes.total("size", where=classes.grade != "21"), classes["size"] >= 56),
        {"classes": CLASSES},
        "unit | gives\n1 | 41.18\n4 | 52.83\n5 | 0\n6 |",
    ),
    MeasureExample(
        "the mean is of known values",
        lambda pupils, _classes, _aid: pupils.mean("height", per="人"),
        {"pupils": PUPILS},
        "unit | gives\n1 | 135.25\n4 | 125.25\n5 | 140.5",
    ),
    MeasureExample(
        "the mean of none is unknown",
        lambda _pupils, classes, _aid: classes.mean("size", per="班"),
        {"classes": CLASSES},
        "unit | gives\n1 | 45.3\n4 | 53.0\n6 |",
    ),
    MeasureExample(
        "the mean age on the last day of the period",
        lambda pupils, _classes, _aid: pupils.mean(
            pupils.born.years_to(period_end()), where=pupils.began_on <= as_of(), per="人"
        ),
        {
            "pupils": """
            school | born       | began_on
            4      | 2015-08-31 | 2026-03-01
            4      | 2015-09-01 | 2025-09-01
            4      | 2000-01-01 | 2026-03-02
            """
        },
        "unit | gives\n1 | 10.5",
    ),
    MeasureExample(
        "today is the day of figures",
        lambda pupils, _classes, _aid: pupils.count(where=pupils.born == today()),
        {"pupils": "school | born\n4 | 2026-03-01\n4 | 2026-08-31"},
        "unit | gives\n1 | 1",
    ),
    MeasureExample(
        "sums and differences of one unit, of two registers and of different digits",
        lambda pupils, _classes, aid: difference(
            sum_of(pupils.total("fee"), aid.total("amount")), pupils.total(pupils.fee * Decimal("0.5"))
        ),
        {"pupils": "school | fee\n4 | 10.01\n5 |", "aid": "school | amount\n4 | 5.00\n6 | 3"},
        "unit | gives\n1 | 13.005\n4 | 10.01\n3 | 3",
    ),
    MeasureExample(
        "the difference of rates is unknown where one is",
        lambda pupils, _classes, _aid: difference(
            share(pupils.count(where=pupils.sex == "1"), pupils.boarding),
            share(pupils.count(where=pupils.sex == "2"), pupils.boarding),
        ),
        {"pupils": PUPILS},
        "unit | gives\n1 | -16.7\n4 | 50.0\n5 |\n6 |",
    ),
    MeasureExample(
        "the average of measures, not weighted",
        lambda pupils, _classes, _aid: average(
            share(pupils.count(), pupils.boarding), share(pupils.count(), pupils.sex == "1")
        ),
        {"pupils": PUPILS},
        "unit | gives\n1 | 50.0\n4 | 50.0\n5 | 50\n2 | 50",
    ),
    MeasureExample(
        "dispersion among schools, weighted by pupils; a school without pupils is left out",
        lambda pupils, classes, _aid: dispersion(classes.total("size"), pupils.count(unit="人")),
        {
            "pupils": "school\n4\n4\n4\n5",
            "classes": "school | size\n4 | 30\n5 | 30\n6 | 100",
        },
        """
        unit | gives
        1    | 0.577
        2    | 0.577350
        3    |
        4    | 0
        """,
    ),
]

SPELLS = """
school | began_on   | left_on    | boarding | name
4      | 2025-09-01 |            |          | stays
4      | 2024-09-01 | 2025-09-01 | yes      | left before the period's first day was over
4      | 2024-09-01 | 2026-07-10 | yes      | finished
4      | 2025-10-01 |            | no       | joined
5      | 2024-09-01 | 2025-10-01 | no       | parted
5      | 2024-09-01 |            |          | stays
5      | 2026-09-01 |            |          | not yet
5      |            |            |          | when?
"""


FLOWS = [
    MeasureExample(
        "retention: still there of those there at the start, with who joined, without who parted",
        lambda pupils, _classes, _aid: pupils.flow(
            "retention", entered="began_on", left="left_on", joined=~pupils.boarding, parted=~pupils.boarding
        ),
        {"pupils": SPELLS},
        """
        unit | gives
        1    | 75.00
        4    | 66.67
        5    | 100
        6    |
        """,
    ),
    MeasureExample(
        "retention: who finished in between counts as kept",
        lambda pupils, _classes, _aid: pupils.flow(
            "retention", entered="began_on", left="left_on", done=pupils.boarding, joined=~pupils.boarding
        ),
        {"pupils": SPELLS},
        "unit | gives\n1 | 80\n4 | 100\n5 | 50\n6 |",
    ),
    MeasureExample(
        "completion: finished in the period",
        lambda pupils, _classes, _aid: pupils.flow(
            "completion", entered="began_on", left="left_on", done=pupils.boarding, parted=pupils.boarding, capped=True
        ),
        {"pupils": SPELLS},
        "unit | gives\n1 | 33.3\n4 | 100\n5 | 0",
    ),
    MeasureExample(
        "drop-out of a cohort, up to the day of figures",
        lambda pupils, _classes, _aid: pupils.flow(
            "drop-out",
            entered="began_on",
            left="left_on",
            done=~pupils.boarding,
            cohort=pupils.began_on.year == 2024,
            until=as_of(),
        ),
        {"pupils": SPELLS},
        "unit | gives\n1 | 33.3\n4 | 0\n5 | 50",
    ),
]

SPLIT = [
    MeasureExample(
        "figures by a code, unknown codes by themselves",
        lambda pupils, _classes, _aid: share(pupils.count(), pupils.boarding),
        {"pupils": f"{PUPILS.rstrip()}\n4 | | yes | | | "},
        """
        unit | by | gives
        1    | 1  | 33.3
        4    | 1  | 50
        4    | 2  | 0
        4    |    | 100
        5    | 1  |
        """,
        dimension=lambda pupils, _classes, _aid: dimension("sex", pupils.sex),
    ),
    MeasureExample(
        "figures by a code of the row that a reference names, together with another register's",
        lambda pupils, classes, _aid: per_head(classes.total("room"), pupils.count(unit="人")),
        {"pupils": PUPILS, "classes": CLASSES},
        """
        unit | by | gives
        1    | 11 | 20.17
        4    | 12 | 60
        4    | 21 |
        """,
        dimension=lambda pupils, classes, _aid: dimension("grade", pupils.class_.grade, classes.grade),
    ),
    MeasureExample(
        "what is latest does not depend on how figures are split up",
        lambda _pupils, _classes, aid: aid.latest("amount", at="paid_on"),
        {"aid": "school | amount | paid_on | pupil\n4 | 1 | 2025-01-01 | 1\n4 | 2 | 2025-01-02 | 2"},
        "unit | by | gives\n4 | yes | 2\n4 | no | 0",
        dimension=lambda _pupils, _classes, aid: dimension("dear", aid.amount > 1),
    ),
    MeasureExample(
        "different values in each part",
        lambda _pupils, _classes, aid: aid.distinct("pupil"),
        {"aid": "school | amount | pupil\n4 | 1 | 1\n4 | 2 | 1\n5 | 2 | 1"},
        "unit | by | gives\n1 | yes | 1\n1 | no | 1\n2 | yes | 1\n5 | no | 0",
        dimension=lambda _pupils, _classes, aid: dimension("dear", aid.amount > 1),
    ),
]

EXAMPLES = [*TAKEN, *COMPOSED, *FLOWS, *SPLIT]
