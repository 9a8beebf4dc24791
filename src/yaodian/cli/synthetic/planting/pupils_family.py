"""Plants of pupils' households: migrant, left behind, disability, aid, members of the family."""

from collections import defaultdict
from datetime import date

from yaodian.cli.synthetic.planting.planter import NothingFits, Planter, Row
from yaodian.cli.synthetic.planting.pupils import Plant, simple

MANY_FOR_ONE_PHONE = 6


def _not_special(row: Row) -> bool:
    return bool(row["disability"] == "0") and not row["orphan"]


def _disabled(row: Row) -> bool:
    return bool(row["disability"] != "0" and row["placement"] == "2")


def _no_migrant(row: Row) -> bool:
    return not row["migrant"] and row["left_behind"] == "0" and not row["orphan"]


def _siblings_named_apart(planter: Planter) -> None:
    """Two siblings whose father has two names."""
    by_father: dict[str, list[Row]] = defaultdict(list)
    for row in planter.rows["pupils"]:
        if "family1_id_number" in row:
            by_father[row["family1_id_number"]].append(row)
    for pair in by_father.values():
        if len(pair) == 2 and all(planter.free("pupils", row) for row in pair):
            pair[1]["family1_name"] = pair[1]["family1_name"][:-1] + "楷"
            for row in pair:
                planter.claim("pupils", row)
                planter.mark("pupils", row, "P57")
            return
    raise NothingFits("pupils")


def _one_phone(planter: Planter) -> None:
    """A teacher's phone written down for six children."""
    phone = f"12888{planter.rng.randrange(10**6):06d}"
    for _ in range(MANY_FOR_ONE_PHONE):
        row = planter.pupil(fits=lambda row: not row["orphan"])
        row["family1_phone"] = phone
        planter.mark("pupils", row, "P58")


def _of_our_own_county(planter: Planter) -> None:
    """A migrant child whose household is registered in this county; its school's code says which that is."""
    coded = {row["school"] for row in planter.rows["schools"] if "credit_code" in row}
    row = planter.pupil(fits=lambda row: row["migrant"] and row["school"] in coded)
    row["household_area"] = "990101"
    planter.mark("pupils", row, "P50")


def _young_guardian(planter: Planter, row: Row) -> None:
    row["family1_id_number"] = planter.new_id(date(row["born_on"].year - 11, 5, 6), "1")


def _both(row: Row) -> bool:
    return "family2_id_number" in row


FAMILY: dict[str, Plant] = {
    "P53": simple("P53", lambda _, row: row.pop("placement"), fits=_disabled),
    "P55": simple("P55", lambda _, row: row.update(placement="4"), fits=_disabled),
    "P62": simple("P62", lambda _, row: row.update(aided=False), fits=lambda row: row["poverty"] != "00" and not row["orphan"]),
    "P50": _of_our_own_county,
    "P51": simple("P51", lambda _, row: row.update(migrant=True, household_area="990201"), fits=lambda row: row["left_behind"] != "0"),
    "P52": simple("P52", lambda _, row: row.update(left_behind="2"), fits=_no_migrant),
    "P54": simple("P54", lambda _, row: row.update(placement="2"), fits=_not_special),
    "P56": simple("P56", _young_guardian, fits=lambda row: row["only_child"] and _both(row)),
    "P57": _siblings_named_apart,
    "P58": _one_phone,
    "P59": simple("P59", lambda _, row: (row.pop("family1_guardian"), row.pop("family2_guardian")), fits=_both),
    "P60": simple("P60", lambda _, row: row.update(family2_id_number=row["id_number"], family2_guardian=False), fits=_both),
    "P61": simple("P61", lambda _, row: row.update(orphan=True), fits=_no_migrant),
    "P63": simple("P63", lambda _, row: row.update(school_bus=True), fits=lambda row: row["commute"] == "4"),
}  # fmt: skip
