"""What the profile of a row's school says, as conditions for the checks of any field: what it teaches, whether it goes on."""

from yaodian.algebra.language import Rows, Value
from yaodian.registers.code_lists import code_list

TYPES_THAT_TEACH = {  # stage → the kinds of school (办学类型) that have it; special and vocational ones are not looked at
    "kindergarten": ("111", "119"),
    **{
        stage: code_list("school_type").under(group)
        for stage, group in (
            ("primary", "有小学的学校"),
            ("junior", "有初中的学校"),
            ("senior", "有普通高中的学校"),
        )
    },
}


def not_taught(rows: Rows) -> Value:
    """The row's `stage` is none that its `school` teaches."""
    school_type = rows.others("schools", on={"school": rows.school}).only("school_type")
    first, *others = ((rows.stage == stage) & ~school_type.is_in(*types) for stage, types in TYPES_THAT_TEACH.items())
    for other in others:
        first = first | other
    return first


def school_ended(rows: Rows) -> Value:
    """The row's `school` is closed, merged or dissolved (已停办)."""
    life = rows.others("schools", on={"school": rows.school}).only("life")
    return life.is_in(*code_list("school_life").under("已停办"))
