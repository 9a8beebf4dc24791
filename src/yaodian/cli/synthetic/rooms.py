"""Rooms in the buildings: a classroom for each class, special rooms as far as the area goes, offices, dormitories."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle
from math import ceil
from random import Random
from typing import NamedTuple

from yaodian.cli.synthetic.estates import TEACHING
from yaodian.cli.synthetic.lacking import Want
from yaodian.cli.synthetic.premises import Maker, Part, Row, School
from yaodian.registers.code_lists import code_list


class Room(NamedTuple):
    """A room as planned: its kind, the stage that it serves ("" for all), square metres."""

    kind: str
    stage: str
    area: float


CLASSROOM = {"kindergarten": (("41", 90), ("42", 45)), "special": (("11", 75),)}  # for each class; else:
PLAIN = (("11", 88),)
SPECIAL = {  # in the order in which they are built, as often as there is area for them
    "kindergarten": (("43", 110), ("44", 50), ("45", 30)),
    "primary": (
        ("22", 106), ("23", 100), ("21", 98), ("26", 98), ("32", 120), ("31", 150), ("33", 45), ("34", 60),
        ("35", 45), ("24", 90), ("25", 104), ("28", 92), ("36", 60),
    ),
    "junior": (
        ("21", 104), ("21", 104), ("26", 104), ("22", 106), ("23", 100), ("32", 130), ("35", 50), ("31", 160),
        ("33", 45), ("34", 70), ("29", 95), ("27", 98), ("28", 98), ("25", 104),
    ),
    "vocational": (("28", 180), ("26", 110), ("28", 180), ("32", 140), ("31", 150), ("22", 106), ("33", 45)),
    "special": (("36", 90), ("22", 98), ("28", 90), ("36", 80), ("34", 60), ("32", 60)),
}  # fmt: skip
SECOND = {"kindergarten": ("43", "44", "45"), "vocational": ("28", "32")}  # teaching rooms of the 综合楼; else:
LIBRARY = ("32", "35", "33", "34")
SMALL = {"31": 36.0, "32": 34.0}  # square metres of a room in a dormitory for teachers, for pupils
ALONE = {"33": "63", "34": "64"}  # buildings that are one room: canteens, toilets
CONNECTED = {"seat": (2.45, 3.2), "town": (2.45, 3.6), "village": (2.5, 6.0)}  # rooms with multimedia for 100 pupils
USED = (0.85, 0.92)  # share of a building's area that its rooms make up
SCREENS = {"11", "12", *(f"2{nth}" for nth in range(1, 10)), "31", "32", "41", "43"}  # rooms that may have multimedia


class Rooms(Maker):
    """Makes rooms, school by school."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self._names = {code.code: code.name for code in code_list("room_kind").codes}

    def school(self, school: School) -> None:
        """All rooms of a school."""
        parts = school.parts
        blocks = [block for block in school.buildings if block["building_use"] == "10"]
        whole = sum(block["area"] for block in blocks) / 100 * self.rng.uniform(*USED)
        weight = {part.stage: part.pupils * TEACHING[part.stage] for part in parts}
        plan: list[Room] = []
        for part in parts:
            plan += self._teaching(part, whole * weight[part.stage] / sum(weight.values()))
        connected = {nth for part in parts for nth in self._connected(part, plan)}
        for nth, (block, room) in enumerate(_over(blocks, plan)):
            self._add(block, room, nth in connected)
        for building in school.buildings:
            for room in self._other(building, parts):
                self._add(building, room)

    def _connected(self, part: Part, plan: Sequence[Room]) -> list[int]:
        """Which rooms of a plan have multimedia in a stage: classrooms first."""
        wanted = ceil(part.pupils * part.drawn(self.rng, CONNECTED, Want.SCREENS) / 100)
        may = [nth for nth, room in enumerate(plan) if room.stage == part.stage and room.kind in SCREENS]
        self.rng.shuffle(may)
        return sorted(may, key=lambda nth: plan[nth].kind not in {"11", "41"})[:wanted]

    @staticmethod
    def _teaching(part: Part, area: float) -> list[Room]:
        """A classroom for each class, then special rooms, all of them together of this area."""
        plan = [(kind, size) for _ in range(part.classes) for kind, size in CLASSROOM.get(part.stage, PLAIN)]
        nominal = float(sum(size for _kind, size in plan))
        for kind, size in cycle(SPECIAL.get(part.stage, SPECIAL["junior"])):
            if nominal >= area:
                break
            plan.append((kind, size))
            nominal += size
        return [Room(kind, part.stage, size * area / nominal) for kind, size in plan]

    def _other(self, building: Row, parts: Sequence[Part]) -> Iterator[Room]:
        """The rooms of buildings that are not teaching blocks, and those of an old block that was shut."""
        used, area = building["building_use"], building["area"] / 100 * 0.9
        if used in ALONE:
            yield Room(ALONE[used], "", area)
        elif used in SMALL:
            count = max(1, round(area / SMALL[used]))
            yield from [Room("62" if used == "31" else "61", "", area / count)] * count
        elif used == "20":
            for part in parts:
                teaching = SECOND.get(part.stage, LIBRARY)
                yield from [Room(kind, part.stage, area * part.share * 0.5 / len(teaching)) for kind in teaching]
            kinds = ["52", "53", *["51"] * (round(area * 0.5 / 45) - 2)]
            yield from [Room(kind, "", area * 0.5 / len(kinds)) for kind in kinds]
        elif used == "99":
            count = max(1, round(area / 60))
            yield from [Room("11", parts[0].stage, area / count)] * count

    def _add(self, building: Row, room: Room, connected: bool = False) -> None:
        kind, stage, area = room
        row: Row = {
            "name": self._names[kind],
            "room_kind": kind,
            "building": building["id"],
            "area": round(area * 100),
            "multimedia": connected,
            "in_use": building["in_use"],
            "since": self._since(building, kind),
        }
        if stage:
            row["stage"] = stage
        if not building["in_use"]:
            row["closed_on"] = building["closed_on"]
        added = self.add(building["school"], ("number", f"{building['number'][-2:]}-"), row)
        added["name"] += added["number"][-3:]

    def _since(self, building: Row, kind: str) -> date:
        """From the building's first September, or a later summer in which a special room was made of another."""
        built = date(building["built_in"], 9, 1)
        if kind.startswith("2") and building["built_in"] < 2023 and self.rng.random() < 0.15:
            return date(self.rng.randrange(2023, 2026), 9, 1)
        return built


def _over(blocks: Sequence[Row], plan: Sequence[Room]) -> Iterator[tuple[Row, Room]]:
    """The rooms of a plan in the blocks (which are of one size) one after the other, by the middle of each room."""
    whole = sum(room.area for room in plan)
    passed = 0.0
    for room in plan:
        middle = passed + room.area / 2
        yield blocks[min(len(blocks) - 1, int(middle / whole * len(blocks)))], room
        passed += room.area
