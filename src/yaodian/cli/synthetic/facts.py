"""What is true in the county and yet is pointed out by checks: classes above the standard sizes."""

from collections import Counter
from typing import Any

from yaodian.cli.synthetic.model import TODAY
from yaodian.rules import Parameters

Row = dict[str, Any]
ON_ROLL = {"10", "20", "30"}
LIMITS = {
    "01": "kindergarten_small",
    "02": "kindergarten_middle",
    "03": "kindergarten_large",
    "primary": "primary",
    "junior": "junior",
    "senior": "senior",
}


def facts(rows: dict[str, list[Row]]) -> list[Row]:
    """The classes that K14 (above the standard of the stage), K15 (大班额) and K16 (above their places) must name."""
    sizes = Counter(row["class_room"] for row in rows["pupils"] if row["status"] in ON_ROLL and "class_room" in row)
    parameters = Parameters()
    limit = {stage: parameters.value(f"registers.class_size_{key}", on=TODAY) for stage, key in LIMITS.items()}
    large = parameters.value("registers.large_class_from", on=TODAY)
    found: list[Row] = []
    for row in rows["classes"]:
        size = sizes[row["id"]]
        if "closed_on" in row:
            continue
        most = limit.get(row["grade"] if row["stage"] == "kindergarten" else row["stage"], limit["senior"])
        bad = {
            "K14": size > most,
            "K15": size >= large,
            "K16": size > row["places"],
        }
        found += [_entry(code, row, size) for code, is_bad in bad.items() if is_bad]
    return sorted(found, key=lambda entry: (entry["code"], entry["id"]))


def _entry(code: str, row: Row, size: int) -> Row:
    key = {name: row[name] for name in ("school", "stage", "entered", "number")}
    return {"code": code, "register": "classes", "id": row["id"], "key": key, "pupils": size}
