"""Equipment and books: bought over some twelve years, part of it in the county's three school years, the oldest written off."""

from collections.abc import Iterator
from datetime import date
from random import Random

from yaodian.cli.synthetic.lacking import Want
from yaodian.cli.synthetic.premises import Maker, Part, Row, School, split

WORTH = {"seat": (2_080, 3_300), "town": (2_080, 3_600), "village": (2_080, 4_200)}  # 元 for each pupil, primary
WORTH_BESIDE = {"kindergarten": 0.7, "junior": 1.27, "senior": 1.5, "vocational": 2.6, "special": 4.0}
# Of the primary schools of the seat and of towns that lack nothing, every so manieth was just equipped anew, for so many
# times as much: so the county's spread (差异系数) of equipment is beyond its limit, or nearly.
LAVISH, TIMES = 4, (3.0, 4.0)
COMPUTERS = {"seat": (9, 15), "town": (9, 17), "village": (9, 20)}  # for 100 pupils
LESSONS = (  # name, kind, 元 for one, its share of what is not computers
    ("数学教具学具箱", "12", 260, 0.07), ("科学实验仪器", "11", 340, 0.17), ("交互式一体机", "31", 16_500, 0.33),
    ("校园网络设备", "33", 9_800, 0.09), ("电子琴", "41", 3_200, 0.08), ("美术教学器材", "42", 420, 0.06),
    ("体育器材", "43", 380, 0.10), ("劳动实践器材", "44", 300, 0.03), ("心理沙盘", "45", 4_600, 0.03), ("书架阅览桌", "51", 900, 0.04),
)  # fmt: skip
LESSONS_OF = {
    "kindergarten": (
        ("区角玩具", "61", 180, 0.40), ("户外组合器械", "62", 8_800, 0.26), ("交互式一体机", "31", 14_500, 0.24),
        ("电子钢琴", "41", 4_800, 0.10),
    ),
    "vocational": (("实训设备", "13", 12_000, 0.55), *((name, kind, price, share * 0.45) for name, kind, price, share in LESSONS)),
    "special": (("康复训练器材", "46", 5_200, 0.35), *((name, kind, price, share * 0.65) for name, kind, price, share in LESSONS)),
}  # fmt: skip
HOUSEHOLD = (
    ("课桌椅", "71", 280, 260),
    ("打印复印机", "72", 4_600, 60),
    ("厨房设备", "73", 5_400, 90),
    ("监控设备", "75", 2_600, 70),
)
BOOKS = {
    "kindergarten": (8, 16),
    "primary": (26, 40),
    "junior": (34, 52),
    "senior": (42, 62),
    "vocational": (30, 50),
    "special": (40, 70),
}
BOOK_PRICE = (1_700, 3_200)  # 分 for one
RETIRED = (date(2024, 12, 20), date(2025, 6, 25), date(2025, 12, 22), date(2026, 6, 24))


class Equipment(Maker):
    """Makes purchases of equipment, school by school."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self._turn = 0

    def school(self, school: School) -> None:
        """All equipment of a school: what each stage teaches with, then what the house needs."""
        for part in school.parts:
            self._lessons(part)
        first = school.parts[0]
        pupils = sum(part.pupils for part in school.parts)
        for name, kind, price, each in HOUSEHOLD:
            for quantity in split(self.rng, max(1, round(pupils * each / price)), self._times(first)):
                self._add(first.code, name, kind, quantity, price)

    def _times(self, part: Part) -> int:
        """In how many purchases a thing was bought."""
        return self.rng.randrange(1, 3) if part.pupils < 150 else self.rng.randrange(1, 4 if part.pupils < 900 else 5)

    def _lessons(self, part: Part) -> None:
        rng, stage = self.rng, part.stage
        worth = part.pupils * part.drawn(rng, WORTH, Want.EQUIPMENT) * WORTH_BESIDE.get(stage, 1.0)
        if stage == "primary" and part.site.place != "village" and part.lacks is None:
            self._turn += 1
            worth *= rng.uniform(*TIMES) if self._turn % LAVISH == 1 else 1.0
        each = part.drawn(rng, COMPUTERS) if stage != "kindergarten" else 0.0
        for name, kind, least, count in (
            ("学生用计算机", "21", 3_600, round(part.pupils * each * 0.62 / 100)),
            ("教师用计算机", "22", 4_200, round(part.pupils * each * 0.38 / 100) or 1),
        ):
            if not count:
                continue
            for quantity in split(rng, count, self._times(part)):
                worth -= self._add(part.code, name, kind, quantity, least, stage=stage, since=2018)["value"] / 100
        things = LESSONS_OF.get(stage, LESSONS)
        for name, kind, price, share in things:
            count = max(1, round(max(worth, 0.0) * share / price))
            for quantity in split(rng, count, self._times(part)):
                self._add(part.code, name, kind, quantity, price, stage=stage)
            if rng.random() < 0.35:
                quantity = max(1, count // 4)
                old = self._add(part.code, name, kind, quantity, price, stage=stage, since=2011, until=2017)
                old["retired_on"] = rng.choice(RETIRED)

    def _add(
        self,
        school: str,
        name: str,
        kind: str,
        quantity: int,
        price: int,
        *,
        stage: str = "",
        since: int = 2014,
        until: int = 2027,
    ) -> Row:
        """A purchase at about the price (元 for one) in one of the years before `until`."""
        rng = self.rng
        values: Row = {
            "name": name,
            "equipment_kind": kind,
            "quantity": quantity,
            "value": quantity * round(price * rng.uniform(96, 104)),
            "bought_on": date(rng.randrange(since, until), rng.randrange(1, 9), rng.randrange(1, 29)),
        }
        if stage:
            values["stage"] = stage
        return self.add(school, ("asset_number", "TY"), values)


class Books(Maker):
    """Makes accessions and withdrawals of books, school by school."""

    def school(self, school: School) -> None:
        """What the library of each stage took in and withdrew, in the order of days."""
        for part in school.parts:
            for row in sorted(self._library(part), key=lambda row: row["moved_on"]):
                self.add(part.code, ("number", "P"), row | {"stage": part.stage})

    def _library(self, part: Part) -> Iterator[Row]:
        rng = self.rng
        paper = "3" if part.stage == "kindergarten" else "1"
        held = max(20, round(part.pupils * rng.uniform(*BOOKS[part.stage])))
        withdrawn = [round(held * rng.uniform(0.01, 0.04)) for _ in range(rng.randrange(1, 3))]
        yield self._moved(paper, "1", round(held * 0.5) + sum(withdrawn), date(rng.randrange(2012, 2018), 5, 20))
        for copies in split(rng, max(1, held - round(held * 0.5)), 3 + part.pupils // 150 if part.pupils < 900 else 9):
            yield self._moved(paper, "1", copies, self._day(2018))
        for nth, copies in enumerate(withdrawn):
            if copies:
                yield self._moved(paper, "2", copies, date(2024 + nth, 12, 12))
        if part.pupils > 200:
            yield self._moved("4", "1", round(held * rng.uniform(0.2, 0.6)), self._day(2021))
            yield self._moved("2", "1", max(1, part.pupils // 20), self._day(2019))

    def _day(self, since: int) -> date:
        return date(self.rng.randrange(since, 2027), self.rng.randrange(3, 8), self.rng.randrange(1, 29))

    def _moved(self, kind: str, movement: str, copies: int, day: date) -> Row:
        row: Row = {
            "book_kind": kind,
            "movement": movement,
            "copies": copies,
            "value": copies * self.rng.randrange(*BOOK_PRICE),
            "moved_on": day,
        }
        if movement == "1":
            row["source"] = self.rng.choices("123", (75, 15, 10))[0]
        return row
