"""A county's pupils as one .xlsx, in the manner of the national register's export: made up, the same in each run."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from yaodian.registers.ids import made_up_pupil, made_up_resident

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = "子涵欣怡宇轩梓浩然雨桐诗雅俊杰思远嘉明哲晓彤建国文博佳琪天佑若曦安伟强"
AREAS = [f"99{number:04d}" for number in range(101, 221)]
GRADES = ("小学一年级", "小学二年级", "小学三年级", "小学四年级", "小学五年级", "小学六年级")
CLASSES_A_GRADE, SCHOOLS = 3, 150
HEADINGS = (
    "学籍号", "姓名", "性别", "出生日期", "身份证件类型", "身份证件号", "民族", "政治面貌", "学校", "年级", "班级", "班内学号",
    "入学年月", "入学方式", "就读方式", "学籍状态", "户口性质", "户口所在地行政区划", "户口所在地", "现住址", "随迁子女", "孤儿",
    "独生子女", "受过学前教育", "上下学距离", "上下学方式", "乘坐校车", "成员1姓名", "成员1关系", "成员1工作单位", "成员1电话",
    "成员1是否监护人",
)  # fmt: skip


def school_name(number: int) -> str:
    """A school's name by its place, from 0."""
    return f"青澜县第{number + 1}小学"


def class_name(grade: int, number: int) -> str:
    """A class's name; grades and classes from 0."""
    return f"{GRADES[grade].removeprefix('小学')}{number + 1}班"


def write_sheet(path: Path, rows: int) -> None:
    """Write the workbook, school by school."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("学生")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for number, cells in enumerate(pupils(rows), 1):
            for at, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, day)
                elif cell is not None:
                    sheet.write(number, at, cell)


def pupils(rows: int) -> Iterator[list[str | int | float | date | None]]:
    """Each pupil's cells."""
    chance = random.Random(7)  # noqa: S311  # no secret
    for number in range(rows):
        grade = chance.randrange(6)
        born = date(2019 - grade, 8, 31) - timedelta(days=chance.randrange(360))
        area, sequence = AREAS[number % len(AREAS)], number // len(AREAS) % 1000  # no number twice below 120,000 rows
        surname = chance.choice(SURNAMES)
        street = f"{chance.choice(GIVEN)}{chance.choice(GIVEN)}路{number % 900 + 1}号"
        resident = made_up_resident(area, born, sequence)
        yield [
            made_up_pupil(area, born, sequence), surname + "".join(chance.choices(GIVEN, k=2)), "男" if sequence % 2 else "女",
            born, "居民身份证", resident, chance.choice(("汉族", "汉族", "汉族", "满族", "回族")), "少先队员" if grade else "群众",
            school_name(number * SCHOOLS // rows), GRADES[grade], class_name(grade, chance.randrange(CLASSES_A_GRADE)),
            str(number % 45 + 1),
            date(2025 - grade, 9, 1), "招生入学", "走读", "在读", chance.choice(("农业户口", "居民户口")), "110101", f"青澜县{street}",
            f"青澜县{chance.choice(GIVEN)}{street}", "否", "否", chance.choice(("是", "否")), "是", chance.randrange(1, 90) / 10,
            "步行", "否",
            surname + chance.choice(GIVEN), chance.choice(("父亲", "母亲")), "", f"139{number * 7 % 100_000_000:08d}", "是",
        ]  # fmt: skip
