"""Checks of pupils: numbers against birth date and sex, doubles, and age against grade.

An error stops an import, so errors are what the row itself contradicts. Where another school's row, a class or a spell may
be the wrong one, or where the fact is true though it must not be, the check warns.
"""

from yaodian.algebra.language import if_else, parameter, today
from yaodian.algebra.types import Integer
from yaodian.packs.pupils.dropouts import COMPULSORY
from yaodian.packs.pupils.pupils import PUPIL_RULES, rows
from yaodian.packs.pupils.pupils import register as pupils
from yaodian.registers.register import WARNING

NORMAL_AGE = {  # full years on 31 August as the school year begins, by grade code
    "01": 3, "02": 4, "03": 5,
    "11": 6, "12": 7, "13": 8, "14": 9, "15": 10, "16": 11,
    "21": 12, "22": 13, "23": 14, "24": 15,
    "31": 15, "32": 16, "33": 17,
}  # fmt: skip

on_roll = rows.status.is_in("10", "20", "30")
number_inside = rows.pupil_number.slice(1, 18)
year_began = if_else(today().month >= 9, today().year, today().year - 1).on(8, 31)
age = rows.born_on.years_to(year_began)
normal_age = rows.grade.mapped(NORMAL_AGE, Integer("岁"))

pupils.check(
    "P01", "学籍号里的身份证号与身份证号不一致", on=("pupil_number", "id_number"),
    fix="核对户口簿；G 开头的学籍号后 18 位应与身份证号相同",
    bad=rows.pupil_number.starts_with("G") & (number_inside != rows.id_number), basis=PUPIL_RULES.whole(),
)  # fmt: skip
pupils.check(
    "P02", "出生日期与身份证号里的不一致", on=("born_on", "id_number"),
    fix="核对户口簿，改正出生日期或身份证号",
    bad=rows.born_on != rows.id_number.birthday(),
)  # fmt: skip
pupils.check(
    "P03", "性别与身份证号里的不一致", on=("sex", "id_number"),
    fix="核对户口簿；身份证号第 17 位单数为男、双数为女",
    bad=rows.sex != rows.id_number.sex(),
)  # fmt: skip
pupils.check(
    "P04", "同一身份证号登记在两个学籍号下（一人两籍）", severity=WARNING, on="id_number",
    fix="查明是同一人重复建籍还是号码填错；重复的报学籍主管部门合并",
    bad=rows.same("id_number").count() > 1, basis=PUPIL_RULES.whole(),
)  # fmt: skip
pupils.check(
    "P05", "已有身份证号，学籍号仍是临时号", severity=WARNING, on="pupil_number",
    fix="在全国学籍系统办理学籍号转正后更新",
    bad=on_roll & rows.pupil_number.starts_with("L") & rows.id_number.is_known(),
)  # fmt: skip
pupils.check(
    "P06", "姓名、性别、出生日期都相同的学籍有两个，可能是一名学生在两校", severity=WARNING, on=("full_name", "born_on"),
    fix="两校核对监护人；是同一人的保留一个学籍，确非同一人的说明情况",
    bad=on_roll & (rows.same("full_name", "sex", "born_on", where=on_roll).count() > 1), basis=PUPIL_RULES.whole(),
)  # fmt: skip
pupils.check(
    "P07", "学籍号里的出生日期与出生日期不一致", on=("pupil_number", "born_on"),
    fix="核对建籍时的材料；J、L 开头的学籍号第 8 至 15 位是出生年月日",
    bad=~rows.pupil_number.starts_with("G") & (number_inside.birthday() != rows.born_on),
)  # fmt: skip
pupils.check(
    "P08", "证件类型是居民身份证，却没有身份证号", severity=WARNING, on=("id_kind", "id_number"),
    fix="补填身份证号；还没有上户口的，证件类型选其他",
    bad=(rows.id_kind == "1") & rows.id_number.is_unknown(),
)  # fmt: skip
pupils.check(
    "P09", "不满六周岁读小学一年级", severity=WARNING, on=("born_on", "grade"),
    fix="核对出生日期；属实的写明批准情况",
    bad=on_roll & (rows.grade == "11") & (age < parameter("pupils.entry_age", unit="岁", on=year_began)),
    basis=COMPULSORY.article(11),
)  # fmt: skip
pupils.check(
    "P10", "年龄比所在年级的正常年龄小得多", severity=WARNING, on=("born_on", "grade"),
    fix="核对出生日期和年级；跳级的说明情况",
    bad=on_roll & (age + parameter("pupils.younger_by", unit="岁") < normal_age),
)  # fmt: skip
pupils.check(
    "P11", "年龄比所在年级的正常年龄大得多", severity=WARNING, on=("born_on", "grade"),
    fix="核对出生日期和年级；留级、休学、残疾等属实的说明情况",
    bad=on_roll & (age > normal_age + parameter("pupils.older_by", unit="岁")),
)  # fmt: skip
pupils.check(
    "P12", "民族没有填写或填为其他", severity=WARNING, on="ethnic_group",
    fix="按户口簿填写；户口簿确为其他的说明情况",
    bad=on_roll & (rows.ethnic_group.is_unknown() | (rows.ethnic_group == "97")),
)  # fmt: skip
pupils.check(
    "P13", "入学年月不晚于出生日期", on=("entered_on", "born_on"),
    fix="改正入学年月或出生日期",
    bad=rows.entered_on <= rows.born_on,
)  # fmt: skip
