"""What the search field finds, on whichever database the tests run; and that the index follows every write."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledgers.lists.material import put
from tests.world import World, add_unit, small_world
from yaodian.apps.ledgers.lists.listing import list_rows
from yaodian.apps.ledgers.lists.wanted import Wanted
from yaodian.apps.ledgers.models import Batch
from yaodian.apps.ledgers.rows import Written, open_batch, tell_followers
from yaodian.apps.ledgers.search import index
from yaodian.apps.ledgers.search.following import make_indexes
from yaodian.apps.ledgers.search.match import match_of
from yaodian.apps.ledgers.tables import history_of, register_named, rows_of
from yaodian.apps.orgs.acting import Acting, System

PUPILS, DROPOUTS, VISITS = map(register_named, ("pupils", "dropouts", "visits"))
NAMES = ("张伟", "张三丰", "张三", "三张", "李张雷", "阿依古丽·买买提", "Tom Lee", "㐂𠮷", "王Ｂ２栋")


@pytest.fixture
def world(db: None) -> World:
    return small_world()


@pytest.fixture
def pupils(world: World) -> dict[str, int]:
    """A pupil of 一小 for each name, and one named 张伟 at 二小."""
    ids = put("pupils", [{"school": world.first.pk, "full_name": name} for name in NAMES])
    put("pupils", [{"school": world.second.pk, "full_name": "张伟"}])
    return dict(zip(NAMES, ids, strict=True))


def found(words: str, by: Acting | System, register: Any = PUPILS) -> list[int]:
    """The rows in the order of entry."""
    return [line.id for line in list_rows(register, Wanted((register.label[0],), words=words), by).lines]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("张", ["张伟", "张三丰", "张三", "三张", "李张雷"]),
        ("张三", ["张三丰", "张三"]),
        ("ｔｏｍ", ["Tom Lee"]),
        ("三张", ["三张"]),
        ("张三丰", ["张三丰"]),
        ("张 三", ["张三丰", "张三", "三张"]),
        ("雷 李", ["李张雷"]),
        ("古丽买买", ["阿依古丽·买买提"]),
        ("古丽·买", ["阿依古丽·买买提"]),
        ("to", ["Tom Lee"]),
        ("LEE", ["Tom Lee"]),
        ("om", []),
        ("𠮷", ["㐂𠮷"]),
        ("b2", ["王Ｂ２栋"]),
        ("2栋", []),
        ("赵", []),
        ("张*", ["张伟", "张三丰", "张三", "三张", "李张雷"]),
        ('"张三"', ["张三丰", "张三"]),
        ("张 OR 李", []),
        ("NEAR(张 三)", []),
        ("tokens:张", []),
        ("-张三", ["张三丰", "张三"]),
        ("张三'; --", ["张三丰", "张三"]),
        ("'|!&():*\\", list(NAMES)),
        ("\ue0001", []),
    ],
)
def test_what_words_find(pupils: dict[str, int], world: World, words: str, names: list[str]) -> None:
    assert found(words, world.an) == [pupils[name] for name in NAMES if name in names]


def test_the_name_of_a_school_finds_its_rows_for_who_reaches_several(pupils: dict[str, int], world: World) -> None:
    assert len(found("第二 张伟", world.of["township"])) == 1
    assert len(found("石桥镇 张伟", world.of["bureau-leader"])) == 2
    assert found("第二 张伟", world.an) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=20))
def test_no_words_are_an_error(pupils: dict[str, int], world: World, words: str) -> None:
    assert set(found(words, world.an)) <= set(pupils.values())


def test_rows_are_found_by_the_rows_that_name_them_within_reach(pupils: dict[str, int], world: World) -> None:
    away = rows_of("pupils")._default_manager.get(school=world.second)
    here, other = put(
        "dropouts",
        [{"school": world.first.pk, "pupil": pupils["张三丰"]}, {"school": world.first.pk, "pupil": away.pk}],
    )
    (visit,) = put("visits", [{"school": world.first.pk, "dropout": here, "visitors": "李老师"}])
    assert found("张三丰", world.an, DROPOUTS) == [here]
    assert found("张三丰 李老师", world.an, VISITS) == [visit]
    assert found("张伟", world.an, DROPOUTS) == []  # that pupil is not within reach
    assert found("张伟", world.bai, DROPOUTS) == [other]


def test_the_index_follows_changes_and_removals(pupils: dict[str, int], world: World) -> None:
    row = rows_of("pupils")._default_manager.get(pk=pupils["张三"])
    renamed = _written(row, {"full_name": "赵六", "school_id": world.second.pk}, changes="full_name,school")
    assert (found("张三", System()), found("赵六", world.an), found("赵六", world.chang)) == (
        [pupils["张三丰"]],
        [],
        [renamed.pk],
    )
    _written(row, {}, gone=True)
    assert found("赵六", System()) == []
    assert index.tokens(PUPILS, [row.pk]) == []


def test_a_column_that_is_not_searched_leaves_the_index_alone(pupils: dict[str, int], world: World) -> None:
    row = rows_of("pupils")._default_manager.get(pk=pupils["张三"])
    before = index.tokens(PUPILS, [row.pk])
    index.erase(PUPILS, [row.pk])
    _written(row, {"sex": "2"}, changes="sex")
    assert index.tokens(PUPILS, [row.pk]) == []
    index.rebuild(PUPILS)
    assert index.tokens(PUPILS, [row.pk]) == before


def test_sensitive_words_are_never_in_the_index(world: World) -> None:
    (row,) = put("pupils", [{"school": world.first.pk, "full_name": "张伟", "pupil_number": "G110101201203071234"}])
    assert index.tokens(PUPILS, [row]) == [frozenset({f"\ue000{world.first.pk}", "张", "伟", "张伟"})]
    assert found("G110101", world.an) == []


def test_migrations_build_an_index_whose_declaration_changed(
    pupils: dict[str, int], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.drop(PUPILS)
    make_indexes()
    assert found("张三丰", world.an) == [pupils["张三丰"]]
    index.erase(PUPILS, list(pupils.values()))
    make_indexes()
    assert found("张三丰", world.an) == []  # the same declaration: not built again
    monkeypatch.setattr(index, "shape", lambda _register: "another")
    monkeypatch.setattr("yaodian.apps.ledgers.search.following.shape", lambda _register: "another")
    make_indexes()
    assert found("张三丰", world.an) == [pupils["张三丰"]]


@pytest.mark.parametrize("words", ["张", "张三", "tom le", "张三丰", "b2栋"])
def test_the_match_means_the_same_in_python(pupils: dict[str, int], world: World, words: str) -> None:
    match = match_of(words, world.an)
    assert match is not None
    ids = list(pupils.values())
    held = dict(zip(ids, (index.tokens(PUPILS, [row])[0] for row in ids), strict=True))
    assert found(words, world.an) == [row for row in ids if match.finds(held[row])]


def _written(row: Any, values: dict[str, Any], *, changes: str = "", gone: bool = False) -> Any:
    """Write a row as a service does, past its checks; a row that is gone stays in its table, so only the index can lose it."""
    batch = open_batch(PUPILS, Batch.Kind.FORM, by=System())
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    model = history_of("pupils")
    names = [
        field.attname
        for field in model._meta.fields
        if hasattr(row, field.attname) and field.attname not in ("id", "version")
    ]
    model._default_manager.create(
        row=row.pk, version=row.version, record_from=batch.at, batch=batch.pk, gone=gone, changes=changes,
        **{name: getattr(row, name) for name in names},
    )  # fmt: skip
    if not gone:
        row.save()
    tell_followers(Written(PUPILS, batch, System()))
    return row


def test_words_find_nothing_where_nothing_is_searched(
    pupils: dict[str, int], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("lists.selecting", "search.match"):
        monkeypatch.setattr(f"yaodian.apps.ledgers.{module}.searched", lambda _register: [])
        monkeypatch.setattr(f"yaodian.apps.ledgers.{module}.searched_through", lambda _register: [])
    assert found("张", world.an) == []
    assert len(found("", world.an)) == len(NAMES)


def test_many_units_fit_into_one_match(world: World) -> None:
    schools = [add_unit(f"X{number}", f"第{number}小学", "school", world.township) for number in range(260)]
    ids = put("pupils", [{"school": school.pk, "full_name": "张伟"} for school in schools])
    assert len(list_rows(PUPILS, Wanted(("full_name",), words="小学 张", size=200), world.of["township"]).lines) == 200
    assert found("第259 张", world.bai) == [ids[-1]]


@pytest.mark.django_db(transaction=True)
def test_statistics_are_renewed_after_a_big_import(monkeypatch: pytest.MonkeyPatch) -> None:
    analysed = []
    monkeypatch.setattr("yaodian.apps.ledgers.search.following.MANY", 3)
    monkeypatch.setattr("yaodian.apps.ledgers.search.following.analyse", lambda register: analysed.append(register.key))
    world = small_world()
    for names in (["张一", "张二"], ["张三", "张四", "张五"]):
        put("pupils", [{"school": world.first.pk, "full_name": name} for name in names])
    assert analysed == ["pupils"]
    index.analyse(PUPILS)
