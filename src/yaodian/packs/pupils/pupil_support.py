"""Checks of pupils: household, migrant and left-behind children, disability, aid, and members of the family."""

from yaodian.algebra.language import Value, if_else, parameter
from yaodian.kernel.citation import Law
from yaodian.packs.pupils.care import LEFT_BEHIND
from yaodian.packs.pupils.dropouts import MINORS
from yaodian.packs.pupils.pupil_identity import on_roll
from yaodian.packs.pupils.pupils import register as pupils
from yaodian.packs.pupils.pupils import rows
from yaodian.registers.register import WARNING

DISABILITY = Law("残疾人教育条例", "国务院令第674号")
ELDERS = ("50", "51", "52", "57", "58", "60", "61", "62", "63", "64", "66")  # parents and grandparents

left_behind = rows.left_behind.is_in("1", "2", "3")
disabled = rows.disability.is_in("1", "2", "3", "4", "5", "6", "7")
school_area = rows.others("schools", on={"school": rows.school}).only("credit_code").slice(2, 6)


def too_young(nth: int) -> Value:
    """A guardian of an older generation who is hardly older than the child."""
    gap = rows[f"family{nth}_id_number"].birthday().years_to(rows.born_on)
    elder = rows[f"family{nth}_relation"].is_in(*ELDERS)
    return rows[f"family{nth}_guardian"] & elder & (gap < parameter("pupils.guardian_age_gap", unit="岁"))


def named_otherwise(nth: int) -> Value:
    """A member of the family whose ID number stands beside another name, in this family or another.

    By grouping alone, without a join: either the others do not agree among themselves, or not with this row.
    """
    number, name = rows[f"family{nth}_id_number"], rows[f"family{nth}_name"]
    first = rows.others("pupils", on={"family1_id_number": number})
    second = rows.others("pupils", on={"family2_id_number": number})
    disagree = (first.distinct("family1_name") > 1) | (second.distinct("family2_name") > 1)
    differ = (first.only("family1_name") != name) | (second.only("family2_name") != name)
    return disagree | if_else(differ, True, False)  # who stands nowhere else differs from nobody


def parent_guards(nth: int) -> Value:
    """A parent is a guardian."""
    return rows[f"family{nth}_guardian"] & rows[f"family{nth}_relation"].is_in("50", "51", "52")


pupils.check(
    "P50", "随迁子女的户口就在学校所在县", severity=WARNING, on=("migrant", "household_area"),
    fix="随迁子女指户籍在外省或外县的乡村、随务工父母在本地上学的学生；本县户籍的改为否",
    bad=on_roll & rows.migrant & (rows.household_area.slice(0, 6) == school_area),
)  # fmt: skip
pupils.check(
    "P51", "既是随迁子女又是留守儿童", severity=WARNING, on=("migrant", "left_behind"),
    fix="随父母一起生活的不是留守儿童；改正其中一项",
    bad=on_roll & rows.migrant & left_behind, basis=LEFT_BEHIND.whole(),
)  # fmt: skip
pupils.check(
    "P52", "留守儿童没有关爱档案", severity=WARNING, on="left_behind",
    fix="在关爱服务台账建档，填实际监护人和帮扶教师",
    bad=on_roll & left_behind
    & ~rows.others(
        "care", on={"pupil": rows.id}, where=lambda them: (them.kind == "1") & them.closed_on.is_unknown()
    ).exists(),
    basis=LEFT_BEHIND.whole(),
)  # fmt: skip
pupils.check(
    "P53", "残疾学生没有填安置方式", severity=WARNING, on=("disability", "placement"),
    fix="填特殊教育学校、随班就读、附设特教班或送教上门；未安置的由残疾人教育专家委员会评估",
    bad=on_roll & disabled & (rows.placement.is_unknown() | (rows.placement == "9")), basis=DISABILITY.whole(),
)  # fmt: skip
pupils.check(
    "P54", "随班就读、送教上门的学生没有残疾类型", severity=WARNING, on=("disability", "placement"),
    fix="补填残疾类型；不是残疾学生的删去安置方式",
    bad=on_roll & rows.placement.is_in("2", "3", "4") & (rows.disability.is_unknown() | (rows.disability == "0")),
)  # fmt: skip
pupils.check(
    "P55", "送教上门与就读方式不一致", severity=WARNING, on=("placement", "attendance"),
    fix="安置方式是送教上门的，就读方式也填送教上门",
    bad=on_roll & (rows.placement == "4") & (rows.attendance != "3"),
)  # fmt: skip
pupils.check(
    "P56", "监护人的年龄与学生相差太小", severity=WARNING, on=("family1_id_number", "family2_id_number"),
    fix="核对监护人身份证号和与学生的关系",
    bad=too_young(1) | too_young(2),
)  # fmt: skip
pupils.check(
    "P57", "同一身份证号的监护人（兄弟姐妹的家长）姓名不同", severity=WARNING, on=("family1_id_number", "family2_id_number"),
    fix="与另一名学生的登记核对，改正姓名或身份证号",
    bad=named_otherwise(1) | named_otherwise(2),
)  # fmt: skip
pupils.check(
    "P58", "同一监护人电话登记的学生过多", severity=WARNING, on="family1_phone",
    fix="改为监护人本人的电话，不要用教师的代填",
    bad=on_roll & (rows.same("family1_phone", where=on_roll).count() > parameter("pupils.shared_phone", unit="人")),
)  # fmt: skip
pupils.check(
    "P59", "没有登记监护人", severity=WARNING, on=("family1_guardian", "family2_guardian"),
    fix="至少填一名监护人；孤儿填福利机构或村（居）委会",
    bad=on_roll & rows.family1_guardian.is_unknown() & rows.family2_guardian.is_unknown(), basis=MINORS.whole(),
)  # fmt: skip
pupils.check(
    "P60", "家庭成员的身份证号与学生本人的相同", on=("family1_id_number", "family2_id_number"),
    fix="改为家庭成员本人的身份证号",
    bad=(rows.family1_id_number == rows.id_number) | (rows.family2_id_number == rows.id_number),
)  # fmt: skip
pupils.check(
    "P61", "孤儿的监护人是父母", severity=WARNING, on=("orphan", "family1_relation"),
    fix="父母健在的不是孤儿（可为事实无人抚养儿童）；核对民政部门的认定",
    bad=on_roll & rows.orphan & (parent_guards(1) | parent_guards(2)),
)  # fmt: skip
pupils.check(
    "P62", "家庭经济困难学生没有享受资助", severity=WARNING, on=("poverty", "aided"),
    fix="报资助中心核对，应助尽助",
    bad=on_roll & (rows.poverty != "00") & ~rows.aided,
)  # fmt: skip
pupils.check(
    "P63", "乘坐校车与上下学方式不一致", severity=WARNING, on=("school_bus", "commute"),
    fix="乘坐校车的，上下学方式填校车",
    bad=on_roll & rows.school_bus & (rows.commute != "5"),
)  # fmt: skip
