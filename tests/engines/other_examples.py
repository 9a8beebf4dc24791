"""What expressions that go to other rows give: by a reference, in the own register, in another register."""

from tests.engines.vocabulary import Example
from yaodian.algebra.measure_language import as_of, period_end, period_start

CLASSES = """
    grade | size | room  | school | head
    11    | 56   | 50.25 | 7      | 1
    12    |      |       | 8      |
"""

REFERENCES = [
    Example(
        "a column of the row that a reference names",
        lambda rows: rows.class_["size"] > 55,
        """
        class_ | gives
        1      | yes
        2      |
        9      |
               |
        """,
        others={"classes": CLASSES},
    ),
    Example(
        "the reference of a reference",
        lambda rows: rows.class_.head.name,
        """
        name | class_ | gives
        甲   | 1      | 甲
        乙   | 1      | 甲
        丙   | 2      |
        """,
        others={"classes": CLASSES},
    ),
    Example(
        "two rows are compared",
        lambda rows: rows.school != rows.class_.school,
        """
        school | class_ | gives
        7      | 1      | no
        7      | 2      | yes
               | 2      |
        """,
        others={"classes": CLASSES},
    ),
]

SAME = [
    Example(
        "rows with the same value, itself among them; unknown is the same as nothing",
        lambda rows: rows.same("id_number").count(),
        """
        id_number | gives
        A         | 2
        A         | 2
        B         | 1
                  | 0
                  | 0
        """,
    ),
    Example(
        "by two values, where a condition holds for those rows",
        lambda rows: rows.same("name", "born", where=rows.left_on.is_unknown()).count(),
        """
        name | born       | left_on    | gives
        甲   | 2015-01-01 |            | 1
        甲   | 2015-01-01 | 2026-01-01 | 1
        甲   | 2015-01-02 | 2026-01-01 | 0
        乙   |            |            | 0
        """,
    ),
    Example(
        "by what a reference gives",
        lambda rows: rows.same(rows.class_.grade).count(),
        """
        class_ | gives
        1      | 2
        1      | 2
        2      | 1
               | 0
        """,
        others={"classes": CLASSES},
    ),
    Example(
        "the other rows with the same value",
        lambda rows: rows.same("id_number", where=lambda them: them.id != rows.id).exists(),
        """
        id_number | gives
        A         | yes
        A         | yes
        B         | no
                  | no
        """,
    ),
    Example(
        "different values of those rows",
        lambda rows: rows.same("id_number").distinct("school"),
        """
        id_number | school | gives
        A         | 7      | 2
        A         | 8      | 2
        A         | 8      | 2
        B         |        | 0
        """,
    ),
    Example(
        "one pupil in two schools at once",
        lambda rows: rows.overlapping("id_number", start="began_on", end="left_on"),
        """
        id_number | began_on   | left_on    | gives
        A         | 2021-09-01 | 2024-06-30 | 1
        A         | 2024-06-30 |            | 2
        A         | 2025-09-01 |            | 1
        B         | 2021-09-01 |            | 0
        B         |            |            | 0
        """,
    ),
    Example(
        "one that begins when the other ends does not overlap, if that is said",
        lambda rows: rows.overlapping("id_number", start="began_on", end="left_on", inclusive=False) > 0,
        """
        id_number | began_on   | left_on    | gives
        A         | 2021-09-01 | 2024-06-30 | no
        A         | 2024-06-30 |            | yes
        A         | 2025-09-01 |            | yes
        """,
    ),
    Example(
        "earlier rows of the same pupil, counted against this row's day",
        lambda rows: rows.same("id_number", where=lambda them: them.began_on < rows.began_on).largest("began_on"),
        """
        id_number | began_on   | gives
        A         | 2021-09-01 |
        A         | 2022-09-01 | 2021-09-01
        A         | 2023-09-01 | 2022-09-01
        """,
    ),
]

AID = """
    pupil | amount | paid_on    | school
    1     | 100.50 | 2025-10-01 | 7
    1     | 50     | 2025-03-01 | 8
    2     |        | 2025-03-01 | 7
    9     | 8      | 2025-03-01 | 7
          | 8      | 2025-03-01 | 7
"""
PUPILS = """
    name | gives
    甲   | {}
    乙   | {}
    丙   | {}
"""

OTHERS = [
    Example(
        "none is zero",
        lambda rows: rows.others("aid", on={"pupil": rows.id}).count(),
        PUPILS.format(2, 1, 0),
        others={"aid": AID},
    ),
    Example(
        "the total of the known; of none it is zero",
        lambda rows: rows.others("aid", on={"pupil": rows.id}).total("amount"),
        PUPILS.format("150.50", 0, 0),
        others={"aid": AID},
    ),
    Example(
        "the total of an expression where a condition holds",
        lambda rows: rows.others("aid", on={"pupil": rows.id}, where=lambda them: them.paid_on.month > 3).total(
            lambda them: them.amount * 2
        ),
        PUPILS.format(201, 0, 0),
        others={"aid": AID},
    ),
    Example(
        "the first day; of none it is unknown",
        lambda rows: rows.others("aid", on={"pupil": rows.id}).smallest("paid_on"),
        PUPILS.format("2025-03-01", "2025-03-01", ""),
        others={"aid": AID},
    ),
    Example(
        "the value if all agree",
        lambda rows: rows.others("aid", on={"pupil": rows.id}).only("school"),
        PUPILS.format("", 7, ""),
        others={"aid": AID},
    ),
    Example(
        "a look-up by two columns, and what the found row refers to",
        lambda rows: rows.others("pupils", on={"school": rows.school, "name": rows.name}).only("class_")["grade"],
        """
        name | school | class_ | gives
        甲   | 7      | 1      | 11
        甲   | 8      | 2      | 12
        乙   |        | 2      |
        """,
        others={"classes": CLASSES},
    ),
    Example(
        "what their reference gives is compared with this row's day",
        lambda rows: rows.others(
            "aid", on={"school": rows.school}, where=lambda them: them.pupil.born < rows.born
        ).count(),
        """
        born       | school | gives
        2015-01-01 | 7      | 0
        2016-01-01 | 7      | 1
        2017-01-01 | 7      | 2
        2017-01-01 | 9      | 0
        """,
        others={"aid": AID},
    ),
    Example(
        "a class counts its pupils",
        lambda rows: (
            rows.others("pupils", on={"class_": rows.id}, where=lambda them: them.boarding).count() > rows["size"]
        ),
        """
        size | gives
        1    | yes
        2    | no
             |
        """,
        register="classes",
        others={
            "pupils": """
            class_ | boarding
            1      | yes
            1      | yes
            1      |
            2      | no
            """
        },
    ),
]

MOMENTS = [
    Example(
        "the day of figures",
        lambda rows: rows.began_on <= as_of(),
        """
        began_on   | gives
        2026-03-01 | yes
        2026-03-02 | no
        """,
    ),
    Example(
        "the first and the last day of the period",
        lambda rows: rows.began_on.between(period_start(), period_end()),
        """
        began_on   | gives
        2025-08-31 | no
        2025-09-01 | yes
        2026-08-31 | yes
                   |
        """,
    ),
    Example(
        "the beginning of the school year five years before",
        lambda rows: rows.began_on.days_to((period_start().year - 5).on(9, 1)),
        """
        began_on   | gives
        2020-08-31 | 1
        """,
    ),
]

EXAMPLES = [*REFERENCES, *SAME, *OTHERS, *MOMENTS]
