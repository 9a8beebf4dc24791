"""Code lists: what is read as which code, what is refused, and that every shipped list is sound."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.registers.code_lists import Code, CodeList, code_list, code_lists

SHIPPED = code_lists()
ENTRIES = [(shipped, entry) for shipped in SHIPPED.values() for entry in shipped.codes]
FULL_WIDTH = str.maketrans({chr(half): chr(half + 0xFEE0) for half in range(0x21, 0x7F)})


def made(*codes: Code, **said: object) -> CodeList:
    return CodeList("made", "试", "无", None, "试", False, codes, **said)  # type: ignore[arg-type]


def written(folder: Path, key: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{key}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("ethnic_group", "01", "01"),
        ("ethnic_group", "汉族", "01"),
        ("ethnic_group", "汉", "01"),
        ("ethnic_group", "01 汉族", "01"),
        ("ethnic_group", "01-汉族", "01"),
        ("ethnic_group", "01、汉", "01"),
        ("ethnic_group", "[01]汉族", "01"),
        ("ethnic_group", "汉族(01)", "01"),
        ("ethnic_group", "汉族（01）", "01"),
        ("ethnic_group", "汉族-01", "01"),
        ("ethnic_group", "1-汉族", "01"),
        ("ethnic_group", " 汉　族 ", "01"),
        ("ethnic_group", "'01", "01"),
        ("ethnic_group", "０１", "01"),
        ("ethnic_group", "1", "01"),
        ("ethnic_group", "1.0", "01"),
        ("ethnic_group", "11.0", "11"),
        ("ethnic_group", "維吾爾族", None),
        ("ethnic_group", "东乡", "26"),
        ("ethnic_group", "布衣族", "09"),
        ("ethnic_group", "02 汉族", None),  # one of the two is a slip
        ("ethnic_group", "汉族(02)", None),
        ("ethnic_group", "-1", None),
        ("ethnic_group", "1.5", None),
        ("ethnic_group", "99", None),
        ("ethnic_group", "", None),
        ("ethnic_group", "族", None),
        ("sex", "男", "1"),
        ("sex", "女性", "2"),
        ("sex", "2.0", "2"),
        ("sex", "m", "1"),
        ("danger_level", "c", "C"),
        ("danger_level", "Ｄ级", "D"),
        ("danger_level", "D 级", "D"),
        ("danger_level", "D-整栋危房", "D"),
        ("grade", "七年级", "21"),
        ("grade", "初一", "21"),
        ("grade", "3", "03"),  # only a kindergarten's code begins with a zero
        ("pupil_category", "0", "00"),
        ("poverty_kind", "建档立卡", "01"),
        ("province", "江西", "36"),
        ("area", "江西省", "360000"),
        ("urban_rural", "农村", "2"),
        ("leave_manner", "出国（境）", "60"),
    ],
)
def test_what_a_cell_means(key: str, text: str, code: str | None) -> None:
    assert code_list(key).read(text) == code


@given(
    st.sampled_from(ENTRIES), st.sampled_from(["{c}", "{n}", "{c} {n}", "{c}-{n}", "{n}({c})", " {n}\u3000", "{c}.0"])
)
def test_every_code_and_name_reads_as_itself(which: tuple[CodeList, Code], shape: str) -> None:
    shipped, entry = which
    text = shape.format(c=entry.code, n=entry.name)
    if shape != "{c}.0" or entry.code.isdecimal():
        assert shipped.read(text) == entry.code
        assert shipped.read(text.translate(FULL_WIDTH)) == entry.code


@given(st.sampled_from(sorted(SHIPPED)), st.text(max_size=12))
def test_any_text_is_read_or_not_but_never_breaks(key: str, text: str) -> None:
    code = SHIPPED[key].read(text)
    assert code is None or SHIPPED[key].name_of(code)
    assert len(SHIPPED[key].nearest(text)) <= 3


@pytest.mark.parametrize(("shipped", "entry"), [(shipped, entry) for shipped, entry in ENTRIES if entry.synonyms])
def test_synonyms_read_as_their_code(shipped: CodeList, entry: Code) -> None:
    assert {shipped.read(synonym) for synonym in entry.synonyms} == {entry.code}


def test_a_code_without_zeros_is_not_guessed_between_two() -> None:
    two = made(Code("01", "甲"), Code("001", "乙"), Code("02", "丙"))
    assert [two.read(text) for text in ("1", "01", "001", "2")] == [None, "01", "001", "02"]


@pytest.mark.parametrize(
    ("key", "text", "first"),
    [
        ("ethnic_group", "维吾族", "维吾尔族"),
        ("ethnic_group", "达斡族", "达斡尔族"),
        ("school_type", "九年一惯制", "九年一贯制学校"),
        ("building_structure", "框架混凝土", "框架结构"),
        ("disability_placement", "普通学校特教班", "附设特教班"),
    ],
)
def test_similar_names_are_offered(key: str, text: str, first: str) -> None:
    assert code_list(key).nearest(text)[0] == first


def test_a_suffix_that_all_share_makes_nothing_similar() -> None:
    assert code_list("ethnic_group").nearest("火星族") == ()


@pytest.mark.parametrize(
    ("key", "code", "members"),
    [
        ("education_level", "20", "20 21 22 23 28"),
        ("education_level", "2", "20 21 22 23 28"),
        ("education_level", "21", "21"),
        ("education_level", "本科及以上", "10 11 12 13 14 15 16 17 18 19 20 21 22 23 28"),
        ("area", "36", "360000"),
        ("area", "360000", "360000"),
        ("urban_rural", "1", "1 11 111 112 12 121 122 123"),
        ("urban_rural", "2", "2 210 220"),
        ("school_type", "31", "311 312 319"),
        ("danger_level", "危房", "C D"),
        ("ethnic_group", "10", "10"),
        ("grade", "小学", "11 12 13 14 15 16"),
    ],
)
def test_what_a_code_stands_for(key: str, code: str, members: str) -> None:
    assert code_list(key).under(code) == tuple(members.split())


def test_a_code_that_is_not_there_is_said_in_chinese() -> None:
    with pytest.raises(KeyError, match=r"学历.*没有代码或分组 05"):
        code_list("education_level").under("05")
    with pytest.raises(KeyError, match="没有代码 05"):
        code_list("education_level").get("05")
    with pytest.raises(KeyError, match=r"没有代码表“nothing”；现有：.*ethnic_group"):
        code_list("nothing")


def test_retired_codes_are_read_but_not_offered() -> None:
    kept = made(Code("1", "甲"), Code("2", "乙", retired=date(2020, 9, 1)))
    assert kept.read("乙") == "2"
    assert [code.code for code in kept.choices()] == ["1"]
    assert [code.code for code in kept.choices(on=date(2020, 8, 31))] == ["1", "2"]
    assert [code.code for code in kept.choices(on=date(2020, 9, 1))] == ["1"]


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ((), "没有代码"),
        ((Code("1", "甲"), Code("1", "乙")), "代码重复：1"),
        ((Code("a", "甲"), Code("A", "乙")), "代码重复：A"),
        ((Code("1", "甲"), Code("2", "甲")), "“甲”既指 1 又指 2"),
        ((Code("1", "甲"), Code("2", "乙", ("甲",))), "“甲”既指 1 又指 2"),
        ((Code("1", "甲"), Code("2", "乙", ("１",))), "“1”既指 1 又指 2"),
        ((Code("1", "甲", ("甲",)),), "与自己的同义写法重复"),
        ((Code("1", " "),), "名称为空"),
    ],
)
def test_declarations_that_say_two_things_are_refused(codes: tuple[Code, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        made(*codes)


HEAD = "title: 试\nstandard: 无\nsource: 试\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "codes:\n  1: 甲\n  1: 乙\n", "重复：1"),
        (HEAD + "codes:\n  1: {name: 甲, synonym: [乙]}\n", "代码 1 有不认识的项 synonym"),
        (HEAD + "colour: red\ncodes:\n  1: 甲\n", "不认识的项 colour"),
        ("title: 试\ncodes:\n  1: 甲\n", "缺少 'standard'"),
        (HEAD + "groups: {全: 7-9}\ncodes:\n  1: 甲\n", "分组“7-9”里没有代码"),
        (HEAD + "groups: {全: [1, 2]}\ncodes:\n  1: 甲\n", "没有的代码 2"),
        (HEAD + "codes: [1]\n", "broken.yaml"),
        ("extends: true\ncodes:\n  1: 甲\n", "没有可以补充的代码表"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_name(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        code_list("broken", written(tmp_path, "broken", text))
    assert str(caught.value).startswith("broken.yaml")


def test_a_county_adds_its_areas_to_the_nations(tmp_path: Path) -> None:
    own = "extends: true\ncodes:\n  990000: 云海省\n  990100: 云海市\n  990101: 云溪县\n  990101001: 城关镇\n"
    county = written(tmp_path / "county", "area", own)
    area = code_list("area", county)
    assert area.read("云溪县") == "990101"
    assert area.read("江西省") == "360000"
    assert area.under("990100") == ("990100", "990101", "990101001")
    assert code_list("area").read("云溪县") is None
    assert code_lists(county)["area"] is area


def test_a_later_folder_replaces_a_list(tmp_path: Path) -> None:
    near = written(tmp_path / "near", "sex", HEAD + "codes:\n  x: 甲\n")
    assert [code.code for code in code_list("sex", near).codes] == ["x"]


def test_a_county_may_not_redefine_a_code_it_adds_to(tmp_path: Path) -> None:
    near = written(tmp_path / "near", "sex", "extends: true\ncodes:\n  1: 乾\n")
    with pytest.raises(ValueError, match="代码重复：1"):
        code_list("sex", near)


@pytest.mark.parametrize("shipped", SHIPPED.values(), ids=SHIPPED)
def test_a_shipped_list_says_whence_it_is(shipped: CodeList) -> None:
    assert shipped.title
    assert shipped.standard
    assert shipped.source
    assert shipped.note or not shipped.unsure, "an unsure list says why"
    assert shipped.unsure or "凭记忆" not in shipped.source or any(code.unsure for code in shipped.codes)


def test_provinces_and_their_areas_agree() -> None:
    areas = {code.code: code.name for code in code_list("area").codes}
    assert areas == {f"{code.code}0000": code.name for code in code_list("province").codes}


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("ethnic_group", "- GB/T 3304"),
        ("province", "- GB/T 2260"),
        ("institution_type", "AA: "),
        ("school_type", "111 幼儿园"),
        ("urban_rural", "城乡类型"),
        ("political_status", "- GB/T 4762 政治面貌"),
    ],
)
def test_lists_hold_what_the_sheet_of_standards_says(key: str, heading: str, shared: Path) -> None:
    page = (shared / "standards" / "codes.md").read_text(encoding="utf-8")
    line = (
        next(line for line in page.splitlines() if line.startswith(heading))
        .split("[source")[0]
        .removeprefix(heading if heading.startswith("-") else "")
    )
    words = [word.strip(":;,()|") for word in line.replace("|", " ").replace(";", " ").split()]
    told = [(code, name) for code, name in pairwise(words) if code.isdecimal() and not name[:1].isdecimal()]
    told = [(code, name) for code, name in told if name and "\u4e00" <= name[0] <= "\u9fff"]
    assert len(told) > 7
    known = code_list(key)
    others = [(code, name.split("(")[0]) for code, name in told if not (known.name_of(code) or "").startswith(name[:2])]
    assert [(code, name) for code, name in others if known.read(name) != code] == []
