"""Identifiers: the printed examples, every single slip, what sheets do to numbers, and made-up ones."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yaodian.registers import ids
from yaodian.registers.code_lists import code_list
from yaodian.registers.ids import IdKind, damaged_number, normal, problem_of
from yaodian.registers.ids.credit import ALPHABET

AREAS = st.integers(0, 9999).map(lambda number: f"99{number:04d}")
DAYS = st.dates(date(1900, 1, 1), date(2025, 12, 31))
RESIDENTS = st.builds(ids.made_up_resident, AREAS, DAYS, st.integers(0, 999))
PREFIXES = st.sampled_from(["11", "12", "52", "91", "N2"])
CREDITS = st.builds(ids.made_up_credit, AREAS, st.integers(0, 10**8 - 1), PREFIXES)
PUPILS = st.builds(ids.made_up_pupil, AREAS, DAYS, st.integers(0, 999), st.sampled_from("GJL"))
SCHOOLS = st.builds(ids.made_up_school_code, st.sampled_from(["11", "21", "31", "34", "51"]), st.integers(0, 999999))
PRINTED = {
    "GB11643": IdKind.RESIDENT,
    "GB32100": IdKind.CREDIT,
    "学校标识码": IdKind.SCHOOL,
    "学籍号": IdKind.PUPIL,
}
GOOD = "11010519491231002X"  # the example printed in GB 11643


def test_the_examples_of_the_standards(shared: Path) -> None:
    with (shared / "standards" / "examples" / "ids.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 14
    assert [
        row for row in rows if (problem_of(PRINTED[row["kind"]], row["value"]) is None) != (row["valid"] == "yes")
    ] == []


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (IdKind.RESIDENT, "440524188001010014", None),
        (IdKind.RESIDENT, "110105194912310021", "校验码不对，应核对整个号码"),
        (IdKind.RESIDENT, "110105491231002", "15 位的旧号码"),
        (IdKind.RESIDENT, "1101051949123100", "应为 18 位，现在是 16 位"),
        (IdKind.RESIDENT, "1101O519491231002X", "第 5 位是“O”"),
        (IdKind.RESIDENT, "11010519491231002Y", "最后一位应为数字或 X，现在是“Y”"),
        (IdKind.RESIDENT, "00010519491231002X", "前两位不是省级行政区划代码"),
        (IdKind.RESIDENT, "11010519490230002X", "出生日期不是真实的日期"),
        (IdKind.RESIDENT, "11010502490228002X", "出生日期不是真实的日期"),
        (IdKind.RESIDENT, "", "没有填写公民身份号码"),
        (IdKind.RESIDENT, "9.90101E+17", "该列请设为文本后重新填写"),
        (IdKind.RESIDENT, "990101201009013000", "该列请设为文本后重新填写"),
        (IdKind.PUPIL, "G" + GOOD, None),
        (IdKind.PUPIL, "L990101201009010012", None),
        (IdKind.PUPIL, "l990101201009010012", None),
        (IdKind.PUPIL, GOOD, "少了首位字母"),
        (IdKind.PUPIL, "X" + GOOD, "首位应为 G、J 或 L，现在是“X”"),
        (IdKind.PUPIL, "G110105194912310021", "首位之后的 18 位：校验码不对"),
        (IdKind.PUPIL, "L990101201013010012", "L 之后的 18 位：其中的出生日期"),
        (IdKind.PUPIL, "L99010120100901001X", "L 之后应为 18 位数字"),
        (IdKind.PUPIL, "G123", "应为 19 位，现在是 4 位"),
        (IdKind.SCHOOL, "4111010001", None),
        (IdKind.SCHOOL, "4111010001.0", None),
        (IdKind.SCHOOL, "411101000", "应为 10 位数字，现在是 9 位"),
        (IdKind.SCHOOL, "9911010001", "第 1—2 位“99”不是机构类别代码"),
        (IdKind.SCHOOL, "2100010001", "第 3—4 位“00”不是省级行政区划代码"),
        (IdKind.CREDIT, "12100000400002259P", None),
        (IdKind.CREDIT, "12100000400002259p", None),
        (IdKind.CREDIT, "91350100M000100Y44", "校验码不对，应核对整个代码"),
        (IdKind.CREDIT, "91350100M000100Z43", "第 16 位是“Z”"),
        (IdKind.CREDIT, "91350100M000101Y43", "第 9—17 位组织机构代码的校验码不对"),
        (IdKind.CREDIT, "91000100M000100Y43", "第 3—8 位不是登记机关的行政区划代码"),
        (IdKind.CREDIT, "123", "应为 18 位，现在是 3 位"),
        (IdKind.PASSPORT, "e12345678", None),
        (IdKind.PASSPORT, "E1", "护照号码应为"),
        (IdKind.HONG_KONG_MACAO_PERMIT, "H12345678", None),
        (IdKind.HONG_KONG_MACAO_PERMIT, "12345678", "应为 H 或 M"),
        (IdKind.TAIWAN_PERMIT, "12345678", None),
        (IdKind.HMT_RESIDENCE, GOOD, "应以 81"),
        (IdKind.FOREIGN_RESIDENCE, "USA310000000012", None),
        (IdKind.OTHER, "军字第01234567号", None),
    ],
)
def test_what_is_wrong_with_a_number(kind: IdKind, text: str, says: str | None) -> None:
    problem = problem_of(kind, text)
    assert problem is None if says is None else says in (problem or "")


def test_a_residence_permit_of_a_taiwan_resident() -> None:
    body = "83000020100901001"
    assert problem_of(IdKind.HMT_RESIDENCE, body + ids.check_digit(body)) is None


def test_a_message_holds_neither_the_number_nor_a_guess() -> None:
    problem = problem_of(IdKind.RESIDENT, "110105194912310021") or ""
    assert not any(part in problem for part in ("110105", "1949", "1231", "X"))


@pytest.mark.parametrize(("on", "wrong"), [(date(2010, 9, 1), False), (date(2010, 8, 31), True), (None, False)])
def test_nobody_is_born_after_the_day_of_the_check(on: date | None, wrong: bool) -> None:
    number = ids.made_up_resident("990101", date(2010, 9, 1), 1)
    assert (problem_of(IdKind.RESIDENT, number, on) is not None) == wrong
    assert (problem_of(IdKind.PUPIL, "G" + number, on) is not None) == wrong


@given(
    st.one_of(
        RESIDENTS.map(lambda number: (IdKind.RESIDENT, number)),
        PUPILS.map(lambda number: (IdKind.PUPIL, number)),
        CREDITS.map(lambda number: (IdKind.CREDIT, number)),
        SCHOOLS.map(lambda number: (IdKind.SCHOOL, number)),
    )
)
def test_made_up_numbers_are_valid_and_already_normal(which: tuple[IdKind, str]) -> None:
    kind, number = which
    assert problem_of(kind, number) is None
    assert normal(kind, number) == number


@given(AREAS, DAYS, st.integers(0, 999))
def test_a_number_says_its_area_birth_and_sex(area: str, born: date, sequence: int) -> None:
    said = ids.resident(ids.made_up_resident(area, born, sequence))
    assert said == ids.Resident(area, born, "1" if sequence % 2 else "2")


@given(RESIDENTS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_wrong_digit_of_a_resident_number_is_found(number: str, at: int, char: str) -> None:
    assume(number[at] != char)
    assert problem_of(IdKind.RESIDENT, number[:at] + char + number[at + 1 :])


@given(CREDITS, st.integers(0, 17), st.sampled_from(ALPHABET + "IOSVZ"))
def test_any_wrong_character_of_a_credit_code_is_found(code: str, at: int, char: str) -> None:
    assume(code[at] != char)
    assert problem_of(IdKind.CREDIT, code[:at] + char + code[at + 1 :])


@given(
    st.one_of(
        RESIDENTS.map(lambda number: (IdKind.RESIDENT, number)), CREDITS.map(lambda number: (IdKind.CREDIT, number))
    ),
    st.integers(0, 16),
)
def test_any_swap_of_neighbours_is_found(which: tuple[IdKind, str], at: int) -> None:
    kind, number = which
    assume(number[at] != number[at + 1])
    assert problem_of(kind, number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(RESIDENTS, st.sampled_from(["{} ", "'{}", "\u3000{}", "\ufeff{}\t", "’{}"]), st.booleans(), st.booleans())
def test_writings_of_one_number_have_one_normal_form(number: str, shape: str, full: bool, lower: bool) -> None:
    text = number.lower() if lower else number
    if full:
        text = "".join(chr(ord(char) + 0xFEE0) for char in text)
    spaced = f"{text[:6]} {text[6:14]} {text[14:]}"
    assert normal(IdKind.RESIDENT, shape.format(spaced)) == number


@given(st.sampled_from(IdKind), st.text(max_size=20))
def test_any_text_has_a_normal_form_that_stays(kind: IdKind, text: str) -> None:
    once = normal(kind, text)
    assert normal(kind, once) == once
    assert problem_of(kind, text) == problem_of(kind, once)


@pytest.mark.parametrize(
    ("raw", "damaged"),
    [
        (9.90101201009013e17, True),
        (990101201009013000, True),
        (990101201009013234, False),  # a whole number that did not come through a sheet
        ("9.90101E+17", True),
        ("9.90101201009013e17", True),
        ("1101051949123100", False),  # too short to tell
        ("3.6E17", True),
        (" 990101201009013000 ", True),
        ("990101201009013000.0", True),
        ("990101201009013234", False),
        ("440524188001010014", False),
        (4111010001.0, False),
        ("4111010001.0", False),
        (13800000000, False),
        ("G" + GOOD, False),
        ("无", False),
        ("", False),
        (None, False),
        (True, False),
        (date(2026, 1, 1), False),
    ],
)
def test_numbers_that_a_sheet_has_ruined(raw: object, damaged: bool) -> None:
    assert damaged_number(raw) == damaged


@given(RESIDENTS)
def test_a_number_that_went_through_a_float_is_seen(number: str) -> None:
    assume(number[-1] != "X")
    assert damaged_number(float(number))
    assert damaged_number(f"{float(number):.5E}")


def test_a_valid_text_that_ends_in_zeros_passes() -> None:
    tails = (ids.made_up_resident("990101", date(2010, 9, day), 100) for day in range(1, 31))
    ending = next(number for number in tails if number.endswith("000"))
    assert not damaged_number(ending)
    assert damaged_number(int(ending))


def test_a_valid_credit_code_that_ends_in_zeros_passes() -> None:
    codes = (ids.made_up_credit("990101", serial) for serial in range(0, 10**6, 10))
    assert not damaged_number(next(code for code in codes if code.endswith("000") and code.isdecimal()))


def test_old_numbers_of_15_digits() -> None:
    assert ids.old_to_new("110105491231002") == GOOD


@pytest.mark.parametrize("old", ["11010549123100", "11010549123100X", "110105490230002", "000105491231002"])
def test_old_numbers_that_are_none(old: str) -> None:
    with pytest.raises(ValueError):
        ids.old_to_new(old)


def test_a_wrong_number_has_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="校验码不对"):
        ids.resident("110105194912310021")


@pytest.mark.parametrize("area", ["110105", "9901", "99010X", "360902"])
def test_numbers_of_real_places_are_not_made_up(area: str) -> None:
    with pytest.raises(ValueError, match="beginning with 99"):
        ids.made_up_resident(area, date(2010, 9, 1), 1)
    with pytest.raises(ValueError, match="beginning with 99"):
        ids.made_up_credit(area, 1)
    with pytest.raises(ValueError, match="beginning with 99"):
        ids.made_up_pupil(area, date(2010, 9, 1), 1, "L")


@pytest.mark.parametrize("sequence", [-1, 1000])
def test_a_sequence_has_three_digits(sequence: int) -> None:
    with pytest.raises(ValueError, match="no place in 3 digits"):
        ids.made_up_resident("990101", date(2010, 9, 1), sequence)


def test_kinds_have_a_chinese_name() -> None:
    assert [kind for kind in IdKind if not kind.label] == []


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ("居民身份证", IdKind.RESIDENT),
        ("护照", IdKind.PASSPORT),
        ("台胞证", IdKind.TAIWAN_PERMIT),
        ("外国人永久居留身份证", IdKind.FOREIGN_RESIDENCE),
        ("港澳台居民居住证", IdKind.HMT_RESIDENCE),
        ("户口簿", IdKind.OTHER),
        ("香港身份证", IdKind.OTHER),
    ],
)
def test_a_document_says_which_number_it_has(document: str, kind: IdKind) -> None:
    assert ids.kind_of_document(code_list("id_document").read(document) or "") is kind
