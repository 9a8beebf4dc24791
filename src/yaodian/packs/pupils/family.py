"""The family members that a child's file names: two on file for most children, each of whom may be a guardian (监护人)."""

from yaodian.registers.columns import Choice, Column, IdNumber, Phone, Text, YesNo

MASTER = "national-pupils"  # the import profile of the national pupil register, source of what names it
ORDINAL = {1: "一", 2: "二"}


def family_columns(nth: int) -> tuple[Column, ...]:
    """The columns of the nth member. Phones and who is guardian change too often to wait for the national register."""
    key, title, other = f"family{nth}", f"成员{nth}", f"家庭成员{ORDINAL[nth]}"
    return (
        Text(f"{key}_name", f"{title}姓名", length=60, name=True, master=MASTER, synonyms=(f"{other}姓名",)),
        Choice(
            f"{key}_relation", f"{title}关系", codes="guardian_relation", master=MASTER,
            synonyms=(f"{other}关系", f"{title}与学生关系"),
        ),
        IdNumber(
            f"{key}_id_number", f"{title}身份证号", sensitive=True, master=MASTER,
            synonyms=(f"{title}身份证件号", f"{title}证件号", f"{other}身份证号"), help="只填居民身份证号，其他证件不填",
        ),
        Text(f"{key}_employer", f"{title}工作单位", sensitive=True, master=MASTER, synonyms=(f"{other}工作单位",)),
        Phone(f"{key}_phone", f"{title}电话", sensitive=True, synonyms=(f"{title}联系电话", f"{other}电话")),
        YesNo(f"{key}_guardian", f"{title}是否监护人", synonyms=(f"{title}监护人", f"{other}是否监护人")),
    )  # fmt: skip
