"""Import profiles: each fits its register, reads the source's words, and says what it does not know."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from yaodian.packs import registers
from yaodian.registers.profiles import NATION, Accept, Profile, plain_heading, profiles

KEYS = ("education-statistics", "national-buildings", "national-preschool", "national-pupils", "national-staff")
SMALL = """title: 甲
system: 乙
register: pupils
columns:
  姓名: full_name
  入学方式: {column: entered_how, values: {11-就近入学: 10, 21-统考: 11}}
"""


def layered(folder: Path, text: str) -> Mapping[str, Profile]:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    profiles.cache_clear()
    return profiles(folder)


def source_of(profile: Profile, column: str):
    return next(source for source in profile.sources if source.column == column)


def test_the_shipped_profiles_are_these() -> None:
    assert tuple(profiles()) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_profile_fits_its_register(key: str) -> None:
    profile = profiles()[key]
    assert profile.problems(registers()[profile.register]) == ()


@pytest.mark.parametrize("key", KEYS)
def test_no_heading_is_written_twice(key: str) -> None:
    tree = yaml.compose((NATION / f"{key}.yaml").read_text(encoding="utf-8"))
    columns = next(value for name, value in tree.value if name.value == "columns")
    written = [name.value for name, _entry in columns.value]
    assert len(written) == len(set(written))
    profile = profiles()[key]
    first = [plain_heading(heading) for heading in profile.ignored]
    once = first + [plain_heading(name) for name in written]
    assert len(once) == len(set(once)), "a heading is both mapped and ignored, or written in two ways"


@pytest.mark.parametrize("key", KEYS)
def test_a_heading_means_one_column_unless_another_column_decides(key: str) -> None:
    held: dict[str, list[bool]] = {}
    for source in profiles()[key].sources:
        for heading in source.headings:
            held.setdefault(plain_heading(heading), []).append(bool(source.when))
    assert [heading for heading, conditions in held.items() if len(conditions) > 1 and not all(conditions)] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_profile_from_memory_says_so(key: str) -> None:
    assert profiles()[key].unsure


@pytest.mark.parametrize("register", ["pupils", "staff", "buildings", "schools"])
def test_every_master_is_a_shipped_profile(register: str) -> None:
    assert {column.master for column in registers()[register].columns} - {""} <= set(KEYS)


@pytest.mark.parametrize(
    ("column", "cell", "read"),
    [
        ("entered_how", "11-就近入学", "10"),
        ("entered_how", "就近入学", "10"),
        ("entered_how", " １１ ", "10"),
        ("entered_how", "21-统一招生考试/普通入学", "11"),
        ("entered_how", "借读", "借读"),  # not in the profile: the code list reads it
        ("left_behind", "0-非留守儿童", "0"),
        ("orphan", "1-是", "是"),
        ("inclusion", "非随班就读", "00"),
    ],
)
def test_the_words_of_the_national_register_are_read(column: str, cell: str, read: str) -> None:
    assert source_of(profiles()["national-pupils"], column).read(cell) == read


@pytest.mark.parametrize(
    ("kind", "column"),
    [("居民身份证", "id_number"), ("1", "id_number"), ("", "id_number"), ("A-护照", "other_number")],
)
def test_a_number_goes_where_its_kind_says(kind: str, column: str) -> None:
    matched = profiles()["national-pupils"].match(["身份证件类型", "身份证件号"])
    taken = [source.column for source in matched.sources[1] if source.applies({"身份证件类型": kind})]
    assert taken[0] == column


def test_headings_are_matched_whatever_their_marks() -> None:
    matched = profiles()["national-pupils"].match(["★姓 名", "性别（必填）", "邮政编码", "", "爱好"])
    assert [[each.column for each in found] for found in matched.sources.values()] == [["full_name"], ["sex"]]
    assert (matched.ignored, matched.unknown) == ((2, 3), (4,))
    assert "pupil_number" in {source.column for source in matched.missing}


def test_differences_are_settled_by_column() -> None:
    profile = profiles()["national-pupils"]
    assert source_of(profile, "full_name").accept is Accept.SOURCE
    assert source_of(profile, "home").accept is Accept.HAND
    assert "born_on" in profile.masters
    assert "status" not in profile.masters


@pytest.mark.parametrize(
    ("cells", "value"),
    [({"证件号码": "990101202205060019"}, "G990101202205060019"), ({"证件号码": ""}, None), ({}, None)],
)
def test_a_default_may_be_made_of_the_row(cells: dict[str, str], value: str | None) -> None:
    profile = profiles()["national-preschool"]
    assert profile.default("pupil_number", cells) == value
    assert profile.default("status", cells) == "10"
    assert profile.default("full_name", cells) is None


def test_a_county_replaces_and_adds_profiles(tmp_path: Path) -> None:
    (tmp_path / "national-staff.yaml").write_text(SMALL.replace("甲", "本县"), encoding="utf-8")
    found = layered(tmp_path, SMALL)
    assert set(found) == {*KEYS, "own"}
    assert found["national-staff"].title == "本县"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("column: entered_how", "colunm: entered_how"), "不认识的项 colunm"),
        (("title: 甲\n", ""), "缺少 'title'"),
        (("21-统考: 11", "11-统考: 11"), "既指"),
        (("register: pupils", "register: pupils\nby_hand: [home]"), "home 没有来源"),
        (("register: pupils", "register: pupils\nnotes: x"), "不认识的项 notes"),
    ],
)
def test_a_profile_with_a_slip_is_told(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=r"own\.yaml") as error:
        layered(tmp_path, SMALL.replace(*change))
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("full_name", "ful_name"), "ful_name 不是台账的栏目"),
        (("21-统考: 11", "21-统考: 77"), "代码 77 不在 entry_manner 里"),
        (("full_name", "{column: full_name, when: {类型: [甲]}}"), "条件“类型”"),
        (("register: pupils", "register: pupils\ndefaults: {statu: 10}"), "默认值的 statu"),
        (("register: pupils", "register: pupils\ndefaults: {status: '{类型}'}"), "默认值里的“类型”"),
        (("", ""), "必填的 pupil_number 没有来源"),
    ],
)
def test_what_does_not_fit_the_register_is_found(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    found = layered(tmp_path, SMALL.replace(*change))["own"].problems(registers()["pupils"])
    assert any(says in problem for problem in found)
