"""The form of a return's columns: what was typed, and the rows that are shown."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from yaodian.apps.ledgers.returns.asking import Details, Wanted
from yaodian.apps.ledgers.returns.kinds import Kept
from yaodian.kernel.period import day_said

BLANK = 3  # empty rows for further columns, when asked for
SEPARATORS = str.maketrans({"，": "、", ",": "、", "；": "、", ";": "、", "\n": "、", "/": "、"})


@dataclass(slots=True)
class Row:
    """One column in the form; `at` numbers its fields."""

    at: int
    title: str = ""
    kind: str = "text"
    required: bool = False
    options: str = ""
    unit: str = ""
    help: str = ""
    prefill: bool = True
    held: Any = None
    wrong: tuple[tuple[str, str], ...] = ()


def rows_shown(asked: Any, typed: QueryDict | None, errors: dict[str, str], *, more: bool) -> list[Row]:
    """The columns as typed, or as stored with some empty rows more."""
    if typed is not None:
        rows = [_typed(typed, at) for at in range(_count(typed))]
        kept = [row for row in rows if row.title and not typed.get(f"drop-{row.at}")]
        for place, row in enumerate(kept):  # a service counts the columns that stay
            row.wrong = tuple(
                (name, errors[f"{name}-{place}"])
                for name in ("title", "kind", "options")
                if f"{name}-{place}" in errors
            )
        return kept
    rows = [
        Row(
            column.order,
            column.title,
            column.kind,
            column.required,
            "、".join(column.options),
            column.unit,
            column.help,
            column.prefill,
        )
        for column in asked.columns.all()
    ]
    return rows + [Row(len(rows) + extra) for extra in range(BLANK if more else 0)]


def wanted_typed(typed: QueryDict) -> list[Wanted]:
    """The columns that were typed and not taken out."""
    rows = [_typed(typed, at) for at in range(_count(typed)) if not typed.get(f"drop-{at}")]
    return [
        Wanted(
            Kept(
                row.title,
                row.kind,
                row.required,
                tuple(
                    dict.fromkeys(
                        filter(None, (each.strip() for each in row.options.translate(SEPARATORS).split("、")))
                    )
                ),
                row.unit[:12],
                row.help[:200],
            ),
            row.prefill,
        )
        for row in rows
        if row.title
    ]


def _typed(typed: QueryDict, at: int) -> Row:
    return Row(
        at,
        typed.get(f"title-{at}", "").strip()[:100],
        typed.get(f"kind-{at}", "text"),
        typed.get(f"required-{at}") == "on",
        typed.get(f"options-{at}", ""),
        typed.get(f"unit-{at}", "").strip(),
        typed.get(f"help-{at}", "").strip(),
        typed.get(f"prefill-{at}") == "on" or typed.get(f"known-{at}") != "yes",
    )


def _count(typed: QueryDict) -> int:
    return min(sum(name.startswith("title-") for name in typed), 200)


def details_typed(typed: QueryDict) -> Details:
    """Title, explanation, due date and whom, as typed."""
    return Details(
        title=typed.get("title", ""),
        says=typed.get("says", "")[:4000],
        due=day_said(typed.get("due", "")),
        many=typed.get("many") == "yes",
        kinds=tuple(typed.getlist("kinds")),
        townships=_numbers(typed.getlist("townships")),
        units=_numbers(typed.getlist("units")),
    )


def _numbers(texts: list[str]) -> tuple[int, ...]:
    return tuple(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 18)
