"""Identifiers 标识: what kind a number is, its normal writing, what is wrong with it, and made-up ones for examples."""

from yaodian.registers.ids.credit import credit_check, organisation_check
from yaodian.registers.ids.damage import DAMAGED, damaged_number
from yaodian.registers.ids.kinds import IdKind, kind_of_document, normal, problem_of
from yaodian.registers.ids.made_up import (
    made_up_credit,
    made_up_pupil,
    made_up_resident,
    made_up_school_code,
)
from yaodian.registers.ids.resident import Resident, check_digit, old_to_new, resident

__all__ = [
    "DAMAGED",
    "IdKind",
    "Resident",
    "check_digit",
    "credit_check",
    "damaged_number",
    "kind_of_document",
    "made_up_credit",
    "made_up_pupil",
    "made_up_resident",
    "made_up_school_code",
    "normal",
    "old_to_new",
    "organisation_check",
    "problem_of",
    "resident",
]
