"""What expressions over one row give: one example or more for each node, unknown values in each."""

from decimal import Decimal

from tests.engines.vocabulary import Example
from yaodian.algebra.language import first_known, if_else, largest, parameter, smallest, today
from yaodian.algebra.types import Code, Integer

COMPARING = [
    Example(
        "unknown is not less",
        lambda rows: rows.left_on < rows.began_on,
        """
        began_on   | left_on    | gives
        2026-01-02 | 2026-01-01 | yes
        2026-01-02 | 2026-01-02 | no
        2026-01-02 |            |
                   |            |
        """,
    ),
    Example(
        "numbers of different digits are compared as numbers",
        lambda rows: rows.height > Decimal("150.25"),
        """
        height | gives
        150.2  | no
        150.3  | yes
               |
        """,
    ),
    Example(
        "money is compared in 元",
        lambda rows: rows.fee >= 100,
        """
        fee    | gives
        99.99  | no
        100.00 | yes
        """,
    ),
    Example(
        "not equal is unknown where one is",
        lambda rows: rows.sex != "1",
        """
        sex | gives
        1   | no
        2   | yes
            |
        """,
    ),
    Example(
        "and: one false decides, whatever is unknown",
        lambda rows: rows.boarding & (rows.siblings <= 1),
        """
        boarding | siblings | gives
        yes      | 1        | yes
        yes      |          |
        no       |          | no
                 | 2        | no
                 | 1        |
        """,
    ),
    Example(
        "or: one true decides, whatever is unknown",
        lambda rows: rows.boarding | (rows.siblings == 1),
        """
        boarding | siblings | gives
        yes      |          | yes
        no       |          |
                 | 1        | yes
        no       | 2        | no
        """,
    ),
    Example(
        "not unknown is unknown",
        lambda rows: ~rows.boarding,
        """
        boarding | gives
        yes      | no
        no       | yes
                 |
        """,
    ),
    Example(
        "filled in",
        lambda rows: rows.name.is_known(),
        """
        name | gives
        甲   | yes
             | no
        """,
    ),
    Example(
        "one of those written",
        lambda rows: rows.sex.is_in("1", "9"),
        """
        sex | gives
        1   | yes
        2   | no
            |
        """,
    ),
    Example(
        "one of those written, of other digits",
        lambda rows: rows.height.is_in(150, Decimal("150.5")),
        """
        height | gives
        150.0  | yes
        150.5  | yes
        150.1  | no
        """,
    ),
    Example(
        "between, both included",
        lambda rows: rows.siblings.between(1, 3),
        """
        siblings | gives
        0        | no
        1        | yes
        3        | yes
                 |
        """,
    ),
]

NUMBERS = [
    Example(
        "a sum of different digits",
        lambda rows: rows.height + Decimal("0.25"),
        """
        height | gives
        150.5  | 150.75
               |
        """,
    ),
    Example(
        "a difference counts down below zero",
        lambda rows: 2 - rows.siblings,
        """
        siblings | gives
        3        | -1
                 |
        """,
    ),
    Example(
        "a product adds the digits",
        lambda rows: rows.fee * Decimal("1.5"),
        """
        fee  | gives
        10.1 | 15.15
             |
        """,
    ),
    Example(
        "the smallest of the known",
        lambda rows: smallest(rows.height, 100, Decimal("99.95")),
        """
        height | gives
        99.9   | 99.9
        100.1  | 99.95
               | 99.95
        """,
    ),
    Example(
        "the latest of the known",
        lambda rows: largest(rows.began_on, rows.left_on),
        """
        began_on   | left_on    | gives
        2026-01-01 | 2026-02-01 | 2026-02-01
        2026-01-01 |            | 2026-01-01
                   |            |
        """,
    ),
    Example(
        "the first known",
        lambda rows: first_known(rows.left_on, today()),
        """
        left_on    | gives
        2026-02-01 | 2026-02-01
                   | 2026-03-01
        """,
    ),
    Example(
        "unknown takes the other side",
        lambda rows: if_else(rows.boarding, rows.fee, 0),
        """
        boarding | fee | gives
        yes      | 8.5 | 8.5
        yes      |     |
        no       | 8.5 | 0
                 | 8.5 | 0
        """,
    ),
    Example(
        "a code as a number",
        lambda rows: rows.sex.mapped({"1": 60, "2": 55}, Integer("岁")),
        """
        sex | gives
        1   | 60
        2   | 55
        9   |
            |
        """,
    ),
    Example(
        "a code as another code",
        lambda rows: rows.sex.mapped({"1": "11"}, Code("grade")),
        """
        sex | gives
        1   | 11
        2   |
        """,
    ),
    Example(
        "the parameter of today",
        lambda rows: rows.siblings > parameter("class.large", unit="人"),
        """
        siblings | gives
        51       | no
        52       | yes
        """,
    ),
    Example(
        "the parameter of a day: none before the first, none after the end",
        lambda rows: parameter("fee.most", unit="元", digits=2, on=rows.born),
        """
        born       | gives
        2019-12-31 |
        2020-01-01 | 80.50
        2023-12-31 | 80.50
        2024-01-01 |
                   |
        """,
    ),
]

DAYS = [
    Example(
        "an age goes up on the birthday; that of 29 February on 1 March",
        lambda rows: rows.born.years_to(rows.left_on),
        """
        born       | left_on    | gives
        2015-03-07 | 2026-03-06 | 10
        2015-03-07 | 2026-03-07 | 11
        2016-02-29 | 2026-02-28 | 9
        2016-02-29 | 2026-03-01 | 10
        2016-02-29 | 2015-02-28 | -2
        2016-02-29 |            |
                   | 2026-03-01 |
        """,
    ),
    Example(
        "whole months",
        lambda rows: rows.began_on.months_to(today()),
        """
        began_on   | gives
        2026-02-01 | 1
        2026-02-02 | 0
        2025-03-02 | 11
        2026-03-02 | -1
                   |
        """,
    ),
    Example(
        "days",
        lambda rows: rows.began_on.days_to(today()),
        """
        began_on   | gives
        2026-03-01 | 0
        2026-02-28 | 1
        2024-02-28 | 732
        2026-03-02 | -1
                   |
        """,
    ),
    Example(
        "the year of a day",
        lambda rows: rows.born.year,
        """
        born       | gives
        2015-03-07 | 2015
                   |
        """,
    ),
    Example(
        "the month and the day of a day",
        lambda rows: (rows.born.month == 3) & (rows.born.day > 6),
        """
        born       | gives
        2015-03-07 | yes
        2015-03-06 | no
                   |
        """,
    ),
    Example(
        "a fixed day of a year; none outside the calendar",
        lambda rows: rows.entry_year.on(8, 31),
        """
        entry_year | gives
        2021       | 2021-08-31
        0          |
        10000      |
                   |
        """,
    ),
    Example(
        "years are numbers",
        lambda rows: rows.entry_year - rows.born.year,
        """
        entry_year | born       | gives
        2021       | 2015-03-07 | 6
        """,
    ),
]

TEXTS = [
    Example(
        "characters, not bytes",
        lambda rows: rows.name.length(),
        """
        name     | gives
        欧阳一二 | 4
        𠮷田     | 2
                 |
        """,
    ),
    Example(
        "a text begins with another column",
        lambda rows: rows.id_number.starts_with(rows.name),
        """
        id_number | name | gives
        360902    | 36   | yes
        360902    | 09   | no
        360902    |      |
                  | 36   |
        """,
    ),
    Example(
        "a part of a text; unknown beyond its end",
        lambda rows: rows.id_number.slice(2, 3),
        """
        id_number | gives
        360902    | 090
        3609      | 09
        36        |
                  |
        """,
    ),
    Example(
        "the birthday in an ID",
        lambda rows: rows.id_number.birthday(),
        """
        id_number           | gives
        360902201602291234  | 2016-02-29
        36090220150229123X  |
        36090220161301123X  |
        3609022016022912    |
        36090220160229１234 |
        36090220160229123x  | 2016-02-29
                            |
        """,
    ),
    Example(
        "the sex in an ID: 1 male, 2 female",
        lambda rows: rows.id_number.sex(),
        """
        id_number          | gives
        360902201602291214 | 1
        36090220160229122X | 2
        360902             |
                           |
        """,
    ),
]

EXAMPLES = [*COMPARING, *NUMBERS, *DAYS, *TEXTS]
