"""The county's units: the bureau, townships' central schools, schools and kindergartens, invented or given.

What a school is like (where it lies, how large it may be, whether it boards) is read from its place in the tree and its name, so that a
given tree (the demo's) is peopled by the same rules as an invented one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from yaodian.cli.synthetic.names import words

FULL = 80_000  # pupils of the full county; fewer pupils get a smaller tree
SEAT = ("城关", "县")  # how the names of units in the county seat begin or what stands in them
STAGES_IN_ORDER = ("kindergarten", "primary", "junior", "senior", "vocational", "special")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as the organisation tree has it; `stages` as there (primary, junior …), `parent` is a code or ""."""

    code: str
    name: str
    kind: str  # bureau, township, school or kindergarten
    parent: str = ""
    stages: tuple[str, ...] = ()
    short_name: str = ""
    sort: int = 0
    valid_to: date | None = None  # of a school that was merged into another
    successor: str = ""

    @property
    def teaches(self) -> bool:
        """Whether it is a school or kindergarten that goes on."""
        return self.kind in {"school", "kindergarten"} and self.valid_to is None


@dataclass(frozen=True, slots=True)
class Site:
    """A school as the population sees it."""

    unit: Unit
    township: str  # the township's code, or the bureau's for the schools directly under it
    place: str  # seat, town or village
    private: bool
    point: bool  # a teaching point 教学点: the first three grades of primary
    weights: Mapping[str, float]  # how large its intake is beside others of the stage

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it teaches."""
        return self.unit.stages

    @property
    def boards(self) -> bool:
        """Whether some of its pupils live in."""
        return bool({"junior", "senior", "vocational"} & set(self.stages)) or (
            self.place == "town" and "primary" in self.stages
        )


WEIGHTS = {  # intake beside others of the stage: in the county seat, in a town, in a village
    "kindergarten": (3.0, 2.2, 0.8),
    "primary": (9.0, 4.0, 0.9),
    "junior": (5.0, 1.8, 1.0),
    "senior": (4.0, 2.0, 1.0),
    "vocational": (3.0, 1.5, 1.0),
    "special": (1.0, 1.0, 1.0),
}
SMALLER = 0.2  # the intake of a private school beside a public one of its place


def site(unit: Unit, parents: Mapping[str, Unit], rng: Random) -> Site:
    """What a school is like, from its name and place."""
    parent = parents[unit.parent]
    seat = parent.kind == "bureau" or parent.name.startswith(SEAT)
    central = "中心" in unit.name or "九年一贯制" in unit.name or not {"kindergarten", "primary"} & set(unit.stages)
    place = "seat" if seat else "town" if central else "village"
    column = ("seat", "town", "village").index(place)
    point = unit.name.endswith("教学点")
    weights = {stage: WEIGHTS[stage][column] * rng.uniform(0.75, 1.3) for stage in unit.stages}
    if point:
        weights = {"primary": 0.22}
    private = _private(unit)
    if private and unit.kind == "school":
        weights = {stage: weight * SMALLER for stage, weight in weights.items()}
    return Site(unit, parent.code, place, private, point, weights)


def _private(unit: Unit) -> bool:
    """Whether it is run privately, by its name: most kindergartens, and the schools that are called after languages."""
    if unit.kind == "school":
        return "外国语" in unit.name
    return not any(word in unit.name for word in ("中心", "实验", "公办", "机关"))


def invent(pupils: int) -> list[Unit]:
    """A tree for so many pupils: 16 townships and 200 schools and kindergartens at 80,000, at least two townships."""
    share = min(1.0, pupils / FULL)
    names = words()["townships"][: max(2, round(16 * share**0.75))]
    units = [Unit("SY", "青澜县教育局", "bureau", short_name="教育局")]
    taken = iter(words()["schools"] * 4)
    nurseries = iter(words()["nurseries"] * 6)
    for rank, name in enumerate(names, 1):
        code = f"SY{rank:02d}"
        units.append(Unit(code, f"{name}中心学校", "township", "SY", sort=100 + rank))
        shape = _seat(share) if rank == 1 else _rural(name, rank, taken)
        shape += [
            (f"{name}{nursery}幼儿园", "kindergarten")
            for nursery in _some(nurseries, 2 + 12 * share if rank == 1 else 3 + rank % 3)
        ]
        units += _below(code, shape)
        units += _merged(code, name, rank)
    units += _below("SY", _county(share), after=200)
    return units


def _merged(code: str, name: str, rank: int) -> list[Unit]:
    """Village schools merged into the township's first school three years before the county's day."""
    if rank > 3:
        return []
    successor, day = f"{code}01", date(2023, 8, 31)
    return [
        Unit(
            f"{code}9{nth}",
            f"{name}{word}小学",
            "school",
            code,
            ("primary",),
            sort=90 + nth,
            valid_to=day,
            successor=successor,
        )
        for nth, word in enumerate(("老街", "渡头", "砖厂"), 1)
    ]


def _some(words_: Iterable[str], count: float) -> list[str]:
    iterator = iter(words_)
    return [next(iterator) for _ in range(max(1, round(count)))]


def _below(parent: str, shape: list[tuple[str, str]], after: int = 0) -> list[Unit]:
    """Units from names and stages; the code counts within the parent."""
    numbered = parent if len(parent) > 2 else f"{parent}00"
    return [
        Unit(
            f"{numbered}{rank:02d}",
            name,
            "kindergarten" if stages == "kindergarten" else "school",
            parent,
            tuple(stages.split(",")),
            sort=after + rank,
        )
        for rank, (name, stages) in enumerate(shape, 1)
    ]


def _seat(share: float) -> list[tuple[str, str]]:
    ordinals = "一二三四五六七八九十"
    primaries = [(f"城关镇第{ordinals[nth]}小学", "primary") for nth in range(max(1, round(9 * share)))]
    juniors = [(f"城关镇第{ordinals[nth]}初级中学", "junior") for nth in range(max(1, round(4 * share)))]
    return [*primaries, *juniors, ("城关镇中心幼儿园", "kindergarten")]


def _rural(name: str, rank: int, taken: Iterable[str]) -> list[tuple[str, str]]:
    """A town has a central primary and a junior school, a 乡 one school of nine years; both have village schools."""
    villages = [(f"{name}{word}小学", "primary") for word in _some(taken, 3 if rank % 3 else 4)]
    points = [(f"{name}{word}教学点", "primary") for word in _some(taken, 1 + rank % 2)]
    centre = [(f"{name}中心幼儿园", "kindergarten")]
    if name.endswith("乡"):
        return [(f"{name}九年一贯制学校", "primary,junior"), *villages[:-1], *points, *centre]
    second = [(f"{name}第二初级中学", "junior")] if rank % 4 == 2 and rank > 2 else []
    return [(f"{name}中心小学", "primary"), (f"{name}初级中学", "junior"), *second, *villages, *points, *centre]


def _county(share: float) -> list[tuple[str, str]]:
    ordinals = "一二三四"
    seniors = [(f"青澜县第{ordinals[nth]}中学", "senior") for nth in range(max(1, round(4 * share)))]
    vocational = [("青澜县职业技术学校", "vocational")] + ([("青澜县机电学校", "vocational")] if share > 0.5 else [])
    own = [
        ("青澜县特殊教育学校", "special"),
        ("青澜县实验小学", "primary"),
        ("青澜县实验初级中学", "junior"),
        ("青澜县实验幼儿园", "kindergarten"),
    ]
    private = [(f"青澜县{name}外国语学校", "primary,junior") for name in ("育才", "博雅")[: round(2 * share + 0.2)]]
    return [*seniors, *vocational, *own, *private]


def from_roster(told: Mapping[str, Any]) -> list[Unit]:
    """The units of a roster like the demo's units.yaml, with the codes that the demo gives them."""
    bureau = told["bureau"]
    units = [Unit(bureau["code"], bureau["name"], "bureau", short_name=bureau["short"])]
    for rank, row in enumerate(told["townships"], 1):
        units.append(Unit(row["code"], row["name"], "township", bureau["code"], sort=100 + rank))
        units += _given(row["code"], row["schools"], row["code"])
    return units + _given("XZ", told["county_schools"], bureau["code"], after=200)


def _given(code: str, rows: list[dict[str, str]], parent: str, after: int = 0) -> list[Unit]:
    return [
        Unit(
            f"{code}{rank:02d}",
            row["name"],
            "kindergarten" if row["stages"] == "kindergarten" else "school",
            parent,
            tuple(row["stages"].split(",")),
            sort=after + rank,
        )
        for rank, row in enumerate(rows, 1)
    ]
