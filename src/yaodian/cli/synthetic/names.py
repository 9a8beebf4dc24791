"""Invented people and places: names, ID numbers of no real area, telephones that are not assigned.

Resident ID numbers begin with 99, which is no province of GB/T 2260; mobile numbers begin with 129: those of China
begin with 13 to 19, so nobody can be called by them.
"""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from yaodian.registers.ids import made_up_resident

AREA = "990101"  # of no province; see the module


@cache
def words() -> Any:
    """The lists of names.yaml."""
    return yaml.safe_load((Path(__file__).parent / "names.yaml").read_text(encoding="utf-8"))


class Names:
    """Draws names and numbers; no resident ID number is given twice."""

    def __init__(self, rng: Random) -> None:
        told = words()
        self._rng = rng
        common = told["surnames"][: told["common"]]
        self._surnames: list[str] = list(common * 8 + told["surnames"][told["common"] :])
        self._given: dict[tuple[str, bool], list[str]] = {
            (sex, grown): [first + second for first in told[key] for second in told[f"{key}_second"] if first != second]
            for (sex, grown), key in {
                ("1", False): "boys",
                ("2", False): "girls",
                ("1", True): "men",
                ("2", True): "women",
            }.items()
        }
        self._phones = 0
        self._born: Counter[tuple[date, str]] = Counter()

    def surname(self) -> str:
        """One of the common surnames."""
        return self._rng.choice(self._surnames)

    def given(self, sex: str, *, grown: bool = False) -> str:
        """A given name of two characters as was the fashion for children or for grown-ups."""
        return self._rng.choice(self._given[sex, grown])

    def full(self, sex: str) -> str:
        """A grown-up's whole name."""
        return self.surname() + self.given(sex, grown=True)

    def resident_id(self, born: date, sex: str) -> str:
        """An ID number with a right check digit, of area 99."""
        nth = self._born[born, sex]
        self._born[born, sex] += 1
        return made_up_resident(AREA, born, 2 * nth + (sex == "1"))

    @staticmethod
    def unused_id(born: date, sex: str, nth: int) -> str:
        """A number of a further area, for somebody who is not in the county yet."""
        return made_up_resident("990301", born, 2 * nth + (sex == "1"))

    def phone(self) -> str:
        """A mobile number that is nobody's."""
        self._phones += 1
        return f"129{self._phones * 7_919 % 10**8:08d}"

    def hamlet(self) -> str:
        """A village's name."""
        told = words()
        return f"{self._rng.choice(told['hamlets'])}{self._rng.choice(told['hamlets_second'])}村"

    def street(self) -> str:
        """A street of the county seat, with a number."""
        return f"{self._rng.choice(words()['streets'])}{self._rng.randrange(1, 200)}号"
