"""What a stage has on the day of figures, beside the pupils, classes and teachers of `registers.present`: rooms, sports areas,
equipment, books, buildings.

Rooms, equipment and books carry the stage that uses them, teachers the stage that they teach, pupils that of their class;
so a school of nine years counts in both stages, each with its own. Special and vocational schools have stages of their own
and are in none of these. A teaching point of few pupils is counted here like any school: the assessment leaves it out
(`assessing.assess`), because whether a school is so small is no condition on a row.
"""

from yaodian.algebra.language import Value, strangers
from yaodian.algebra.measure_language import as_of, difference
from yaodian.algebra.measures import Count, Measure, Total
from yaodian.registers.code_lists import code_list
from yaodian.registers.present import NAMES, holds

STAGES = {stage: NAMES[stage] for stage in ("primary", "junior", "senior")}
ASSESSED = ("primary", "junior")
SCHOOLS = tuple(
    dict.fromkeys(
        code
        for group in ("有小学的学校", "有初中的学校", "有普通高中的学校")
        for code in code_list("school_type").under(group)
    )
)
KINDERGARTENS = ("111", "119")  # 幼儿园, 附设幼儿班
TEACHING_ROOMS = code_list("room_kind").under("教学及辅助用房")
TEACHING_EQUIPMENT = code_list("equipment_kind").under("教学仪器设备")
COMPUTERS = code_list("equipment_kind").under("计算机")
LIBRARY = code_list("book_kind").under("馆藏图书")
BACKBONE = code_list("backbone_level").under("县级及以上")
RANKED = code_list("title_level").under("中级及以上")
ARTS_AND_SPORTS = ("13", "14", "15", "16")  # 体育与健康, 音乐, 美术, 艺术
ABOVE_PRESCRIBED = {  # 高于规定学历: prescribed are 中师, 专科 and 本科 (教师法 article 11 of 1993)
    "primary": code_list("education_level").under("专科及以上"),
    "junior": code_list("education_level").under("本科及以上"),
    "senior": code_list("education_level").under("研究生"),
}

rooms = strangers("rooms", counted_in="间")
grounds = strangers("sports_areas", counted_in="处")
equipment = strangers("equipment", counted_in="批")
books = strangers("books", counted_in="批")
buildings = strangers("buildings", counted_in="栋")


def begun(since: Value) -> Value:
    """It had begun on the day; an unknown beginning is long ago."""
    return since.is_unknown() | (since <= as_of())


usable = begun(rooms.since) & ((rooms.closed_on > as_of()) | (rooms.closed_on.is_unknown() & rooms.in_use))
standing = (
    (buildings.built_in <= as_of().year)
    & (buildings.demolished_on.is_unknown() | (buildings.demolished_on > as_of()))
    & ((buildings.closed_on > as_of()) | (buildings.closed_on.is_unknown() & buildings.in_use))
)


def room_count(stage: str, where: Value) -> Count:
    """Rooms in use of a stage for which a condition holds."""
    return rooms.count(where=usable & (rooms.stage == stage) & where)


def room_area(stage: str, *kinds: str) -> Total:
    """The area of the rooms in use of some kinds."""
    return rooms.total("area", where=usable & (rooms.stage == stage) & rooms.room_kind.is_in(*kinds))


def sports_area(stage: str, *kinds: str) -> Total:
    """The area of sports grounds and halls, of some kinds only where they are named."""
    open_then = grounds.closed_on.is_unknown() | (grounds.closed_on > as_of())
    there = begun(grounds.opened_on) & open_then & (grounds.stage == stage)
    return grounds.total("area", where=there & grounds.area_kind.is_in(*kinds) if kinds else there)


def equipment_total(stage: str, column: str, *kinds: str) -> Total:
    """The original value or the number of equipment not written off."""
    there = holds(equipment.bought_on, equipment.retired_on) & (equipment.stage == stage)
    return equipment.total(column, where=there & equipment.equipment_kind.is_in(*kinds))


def library(*stages: str) -> Measure:
    """The books taken in up to the day, less those withdrawn."""
    there = (books.moved_on <= as_of()) & books.stage.is_in(*stages) & books.book_kind.is_in(*LIBRARY)
    taken_in, withdrawn = (books.total("copies", where=there & (books.movement == how)) for how in ("1", "2"))
    return difference(taken_in, withdrawn)


def building_area(*school_types: str) -> Total:
    """The area of the buildings in use of schools of some types; buildings have no stage."""
    school = buildings.others("schools", on={"school": buildings.school})
    return buildings.total("area", where=standing & school.only("school_type").is_in(*school_types))


def beds() -> Total:
    """The beds of the dormitories in use."""
    return buildings.total("beds", where=standing & (buildings.building_use == "32"))
