"""Making families and children: siblings, villages, who works away, who came from elsewhere."""

from datetime import date, timedelta
from random import Random

from yaodian.cli.synthetic.model import AGE, Child, Family
from yaodian.cli.synthetic.names import Names
from yaodian.cli.synthetic.tree import Site

SIBLING = 0.3  # share of children who get into a family that has one already
APART = timedelta(days=400)  # at least between siblings
WITHIN = timedelta(days=7 * 365)  # at most between siblings, so that no parent is hardly older than the eldest
POVERTY = (("01", 0.045), ("02", 0.025), ("08", 0.008), ("07", 0.006), ("03", 0.001), ("04", 0.001), ("05", 0.001))
AWAY = ("省城", "邻市", "沿海某市", "外省工业园区", "外省建筑工地")
MINORITIES = ("03", "06", "11", "12", "15", "08")


class Makers:
    """Makes children one after the other; families with room for one more are kept by township."""

    def __init__(self, rng: Random, names: Names) -> None:
        self.rng = rng
        self.names = names
        self.children: list[Child] = []
        self._named: set[tuple[str, str, date]] = set()
        self._families: dict[str, list[Family]] = {}

    def child(self, site: Site, stage: str, entered: int, *, came: bool | None = None) -> Child:
        """A new child of the right age for a stage that it entered in a school year; `came` from another county."""
        rng = self.rng
        born = self._born(stage, entered)
        family = self._family(site, born, came)
        sex = "1" if rng.random() < 0.525 else "2"
        child = Child(
            len(self.children),
            sex,
            born,
            self._name(family, sex, born),
            self.names.resident_id(born, sex),
            family,
        )
        if rng.random() < 0.03:
            child.ethnic = rng.choice(MINORITIES)
        if stage == "special":
            child.disability = rng.choice("12556677")
        elif rng.random() < 0.0042:
            child.disability = rng.choice("12344567")
        self.children.append(child)
        return child

    def _name(self, family: Family, sex: str, born: date) -> str:
        """A name that no child of the same day and sex has, so that nobody is taken for a double."""
        name = family.surname + self.names.given(sex)
        while (name, sex, born) in self._named:
            name = family.surname + self.names.given(sex)
        self._named.add((name, sex, born))
        return name

    def _born(self, stage: str, entered: int) -> date:
        """A birthday: old enough on 31 August of the year of entry, few a year older."""
        late = self.rng.random() < 0.02
        first = date(entered - AGE[stage] - 1 - late, 9, 1)
        return first + timedelta(days=self.rng.randrange(365))

    def _family(self, site: Site, born: date, came: bool | None) -> Family:
        rng, known = self.rng, self._families.setdefault(site.township, [])
        if known and came is None and rng.random() < SIBLING:
            family = known[rng.randrange(len(known))]
            if len(family.births) < 3 and all(APART < abs(born - other) < WITHIN for other in family.births):
                family.births.append(born)
                return family
        family = self._new_family(
            site, born, came if came is not None else rng.random() < (0.07 if site.place == "seat" else 0.01)
        )
        family.births.append(born)
        known.append(family)
        return family

    def _new_family(self, site: Site, first_born: date, came: bool) -> Family:
        rng, names = self.rng, self.names
        surname = names.surname()
        seat = site.place == "seat"
        rural = rng.random() < (0.35 if seat else 0.92)
        away = not came and rng.random() < (0.06 if seat else 0.24)
        poverty = self._poverty() if rural else "00"
        helped = away or poverty in {"04", "05"}
        grandmother = rng.random() < 0.6
        family = Family(
            surname=surname,
            township=site.township,
            father=surname + names.given("1", grown=True),
            mother=names.full("2"),
            phone=names.phone(),
            home=names.street() if seat else f"{names.hamlet()}{rng.randrange(1, 16)}组",
            rural=rural,
            away=away,
            came=came,
            poverty=poverty,
            helper="" if not helped else names.full("2") if grandmother else surname + names.given("1", grown=True),
            helper_relation="62" if grandmother else "61",
            helper_phone=names.phone() if helped else "",
            parents_at=rng.choice(AWAY) if away else "",
        )
        grown = first_born.year - rng.randrange(25, 34)
        for parent, sex in (("father_id", "1"), ("mother_id", "2")):
            born = date(grown + rng.randrange(-1, 2), rng.randrange(1, 13), rng.randrange(1, 29))
            setattr(family, parent, names.resident_id(born, sex))
        return family

    def _poverty(self) -> str:
        drawn = self.rng.random()
        for code, share in POVERTY:
            if drawn < share:
                return code
            drawn -= share
        return "00"
