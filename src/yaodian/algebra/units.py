"""The tree of units of a day and the ways in which rows are split up: over what figures are added and told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from yaodian.algebra.combine import one_row
from yaodian.algebra.errors import DeclarationError, TypeMismatch
from yaodian.algebra.nodes import Node
from yaodian.algebra.related import columns_here
from yaodian.algebra.types import Kind

Owners = Mapping[str, Node]  # register → which unit a row belongs to


@dataclass(frozen=True, eq=False)
class Units:
    """A tree: each unit's parent (None for a root, as for one whose parent is not among them) and, where it has one, its
    level (school, township, county …)."""

    parents: Mapping[int, int | None]
    levels: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The units above which there is none."""
        return tuple(unit for unit, above in self.parents.items() if above is None)

    @cached_property
    def paths(self) -> Mapping[int, tuple[int, ...]]:
        """Each unit with all above it, itself first. ValueError for a circle."""
        return {unit: self._path(unit) for unit in self.parents}

    @cached_property
    def beneath(self) -> Mapping[int, tuple[int, ...]]:
        """Each unit with all beneath it, itself among them."""
        found: dict[int, list[int]] = {unit: [] for unit in self.parents}
        for unit, path in self.paths.items():
            for above in path:
                found[above].append(unit)
        return {unit: tuple(held) for unit, held in found.items()}

    def of_level(self, level: str, unit: int) -> list[int]:
        """The units of a level beneath a unit, or itself."""
        return self._of_levels(level)[unit]

    def cell(self, owner: int, unit: int, within: str) -> int:
        """Within which unit values are told apart, for rows of `owner` in the figure of `unit`, which is above it: that of
        the level `within` between the two, otherwise `unit` itself."""
        path = self.paths[owner]
        between = path[: path.index(unit) + 1]
        return next((held for held in between if within and self.levels.get(held) == within), unit)

    @cached_property
    def _by_level(self) -> dict[str, dict[int, list[int]]]:
        return {}

    def _of_levels(self, level: str) -> dict[int, list[int]]:
        if level not in self._by_level:
            self._by_level[level] = {
                unit: [one for one in held if self.levels.get(one) == level] for unit, held in self.beneath.items()
            }
        return self._by_level[level]

    def _path(self, unit: int) -> tuple[int, ...]:
        found = [unit]
        while (above := self.parents[found[-1]]) is not None and above in self.parents:
            if above in found:
                raise ValueError(f"unit {unit} lies beneath itself")
            found.append(above)
        return tuple(found)


_SPLITTING = (Kind.CODE, Kind.YESNO, Kind.UNIT, Kind.REFERENCE, Kind.INTEGER, Kind.YEAR, Kind.TEXT, Kind.LATER)


@dataclass(frozen=True)
class Dimension:
    """A way to split figures up (stage, sex, urban or rural): for each register that has it the expression that gives a
    row's value. A measure can be split up only by what all its registers have."""

    key: str
    by: tuple[tuple[str, Node], ...]

    def __post_init__(self) -> None:
        for register, node in self.by:
            if node.type.kind not in _SPLITTING:
                raise TypeMismatch(f"{self.key}: nothing is split up by {node.type}")
            if one_row(columns_here(node), self.key) not in ("", register):
                raise DeclarationError(f"{self.key}: a row of {register} is split up by its own columns")
        if len({node.type.kind for _register, node in self.by if node.type.kind is not Kind.LATER}) > 1:
            raise TypeMismatch(f"{self.key}: all registers are split up by values of one kind")

    def of(self, register: str) -> Node:
        """The expression over a register's rows; DeclarationError where the register has none."""
        found = dict(self.by).get(register)
        if found is None:
            raise DeclarationError(f"rows of {register} cannot be split up by {self.key}")
        return found
