"""Rows for the bench of lists: a county of 16 townships with 12 schools each, and any number of pupils.

Values are drawn from the declarations by kind of column, the same in each run; nobody in them is real. Rows go into their
table past services and history, in bulk: only lists are measured here.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yaodian.registers import columns as c

TOWNSHIPS, SCHOOLS = 16, 12
CHUNK = 20_000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "子涵欣怡宇轩梓浩然雨桐诗雅俊杰思远嘉怡明哲晓彤建国文博佳琪天佑若曦安然伟强芳丽敏静磊洋勇艳杰娟涛超秀霞平刚桂英"
WORDS = "青澜县石桥镇河东村组城关街道向阳路文化巷新华社区柳林乡红旗渠号楼单元"
FIRST_DAY = date(2007, 1, 1)


def add_county() -> dict[str, Any]:
    """The units, and a clerk of one school, a head of its township and a leader of the bureau; the units' numbers."""
    from yaodian.apps.orgs.models import Post, Unit, User  # noqa: PLC0415  # after Django's set-up

    def unit(code: str, name: str, kind: str, parent: Unit | None) -> Unit:
        made = Unit.objects.create(code=code, name=name, short_name=name, kind=kind, parent=parent, path=code)
        made.path = f"{parent.path if parent else ''}{made.pk:06d}/"
        made.save(update_fields=["path"])
        return made

    def person(name: str, held_in: Unit, role: str) -> User:
        user = User.objects.create(username=name, name=name, must_change_password=False)
        Post.objects.create(unit=held_in, role=role, title=role, holder=user)
        return user

    bureau = unit("JY", "青澜县教育局", "bureau", None)
    schools, people = [], {"bureau": person("bureau", bureau, "bureau-leader")}
    for number in range(TOWNSHIPS):
        township = unit(f"Z{number}", f"{WORDS[number]}{WORDS[number + 1]}镇中心学校", "township", bureau)
        below = [
            unit(f"X{number}-{n}", f"{township.name[:3]}第{n + 1}小学", "school", township) for n in range(SCHOOLS)
        ]
        schools += below
        if number == TOWNSHIPS // 2:
            people |= {
                "township": person("township", township, "township"),
                "school": person("school", below[5], "school-clerk"),
            }
    return {"schools": [school.pk for school in schools], "people": people}


def fill(register: Any, number: int, schools: Sequence[int], groups: int = 0) -> None:
    """`number` rows of a register, school by school as a county imports them; references name one of `groups` rows."""
    from django.db import connection, transaction  # noqa: PLC0415

    from yaodian.apps.ledgers.storage import pinyin_name, stored_name  # noqa: PLC0415
    from yaodian.apps.ledgers.tables import rows_of  # noqa: PLC0415

    draw = Drawing(register, number, schools, groups, random.Random(f"{register.key}{number}"))  # noqa: S311  # no secret
    shown = [each for each in register.columns if each.required or each.listed or each.filtered or each.sorted]
    others = [each for each in register.columns if each not in shown and hasattr(each, "length")][
        :8
    ]  # as wide as real rows
    columns = [*shown, *others]
    names = ["id", "version"]
    for column in columns:
        names += [name for name in (stored_name(column), pinyin_name(column)) if name]
    for first in range(1, number + 1, CHUNK):
        ids = range(first, min(first + CHUNK, number + 1))
        values: list[Sequence[Any]] = [ids, [1] * len(ids)]
        for column in columns:
            values += draw.column(column, ids)
        with transaction.atomic():
            _insert(connection, rows_of(register.key)._meta.db_table, names, zip(*values, strict=True))


@dataclass(frozen=True)
class Drawing:
    """How the values of one register's rows are drawn."""

    register: Any
    number: int
    schools: Sequence[int]
    groups: int
    chance: random.Random

    def column(self, column: Any, ids: range) -> list[Sequence[Any]]:
        """The values of a column for rows, and the sort keys of names; what need not be there often is not."""
        from yaodian.apps.ledgers.pinyin import sort_key  # noqa: PLC0415
        from yaodian.apps.ledgers.storage import pinyin_name  # noqa: PLC0415

        values = self._values(column, ids)
        if not (column.required or column.listed):
            values = [value if self.chance.random() < 0.4 else None for value in values]
        if pinyin_name(column):
            return [values, [value and sort_key(value) for value in values]]
        return [values]

    def _values(self, column: Any, ids: range) -> Sequence[Any]:
        chance, number = self.chance, len(ids)
        if column.key == self.register.owner:
            return [self.schools[(row - 1) * len(self.schools) // self.number] for row in ids]
        if isinstance(column, c.IdNumber | c.Phone):
            return [f"{row:019d}" for row in ids]
        if column.numeric and column.key in self.register.identity:
            return ids
        if isinstance(column, c.Ref) and self.groups:
            return [(row - 1) * self.groups // self.number + 1 for row in ids]
        if isinstance(column, c.Choice):
            codes = [code.code for code in column.code_list.codes if code.code.startswith(column.within or "")]
            return chance.choices(codes, [1 / (1 + rank) for rank in range(len(codes))], k=number)
        one = DRAWN.get(type(column), lambda _column, _chance: None)
        return [one(column, chance) for _row in ids]


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2))))


def _words(column: Any, chance: random.Random) -> str:
    if getattr(column, "name", False):
        return _name(chance)
    return "".join(chance.choices(WORDS, k=min(10, column.length)))


DRAWN: dict[type, Callable[[Any, random.Random], Any]] = {
    c.Date: lambda _column, chance: FIRST_DAY + timedelta(days=chance.randrange(6000)),
    c.YesNo: lambda _column, chance: chance.random() < 0.2,
    c.Integer: lambda _column, chance: chance.randrange(1, 99),
    c.Decimal: lambda _column, chance: chance.randrange(1, 9999),
    c.Money: lambda _column, chance: chance.randrange(1, 9999),
    c.SchoolYear: lambda _column, chance: chance.randrange(2015, 2026),
    c.Text: _words,
    c.Place: _words,
}


def _insert(connection: Any, table: str, names: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    quoted = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', list(rows))  # noqa: S608  # our names
