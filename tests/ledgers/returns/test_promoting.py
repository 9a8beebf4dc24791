"""A return that recurs is promoted by one command: its files build a register with the same columns, and examples that read."""

import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.ledgers.returns.conftest import Ask
from tests.world import World
from yaodian.apps.ledgers.returns.kinds import KINDS, Kept
from yaodian.apps.ledgers.returns.promoting import CYCLES, Promotion, files_of
from yaodian.cli.main import app
from yaodian.kernel.errors import BadInput
from yaodian.registers import code_lists
from yaodian.registers.examples import read_examples
from yaodian.registers.register import Kind, Register

NAMES = ("--name", "食堂面积=area", "--name", "就餐人数=diners", "--name", "经营方式=run_by")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package to write to, whose code lists are found."""
    monkeypatch.setattr(code_lists, "NATION", tmp_path / "registers" / "codes")
    return tmp_path


def promote(*words: str) -> tuple[int, str]:
    """Run the command."""
    done = CliRunner().invoke(app, ["returns", "promote", *words])
    return done.exit_code, done.output.replace("\n", "")


def register_in(path: Path) -> Register:
    """The register that a module declares."""
    found = runpy.run_path(str(path))["register"]
    assert isinstance(found, Register)
    return found


def test_one_command_writes_a_register(world: World, ask: Ask, built: Path) -> None:
    asked = ask()
    code, says = promote(str(asked.pk), "--key", "canteens", "--field", "meals", *NAMES, "--out", str(built))
    assert (code, "refresh" in says) == (0, True)
    register = register_in(built / "packs" / "meals" / "canteens.py")
    assert (register.title, register.kind, register.office) == ("食堂情况", Kind.PERIODIC, "basic-education")
    assert [(column.key, column.title, column.required, type(column).__name__) for column in register.columns] == [
        ("school", "填报单位", True, "Organisation"),
        ("area", "食堂面积", True, "Decimal"),
        ("diners", "就餐人数", False, "Integer"),
        ("run_by", "经营方式", False, "Choice"),
    ]
    assert code_lists.code_list("canteens_run_by").read("托管") == "2"
    text = (built / "packs" / "meals" / "canteens.yaml").read_text(encoding="utf-8")
    assert len(read_examples(text, register, {"canteens": register})) == 1
    again, says = promote(str(asked.pk), "--key", "canteens", "--field", "meals", *NAMES, "--out", str(built))
    assert (again, "已经有了" in says) == (1, True)


@pytest.mark.parametrize("cycle", list(CYCLES))
def test_every_kind_of_column_is_declared(world: World, ask: Ask, built: Path, cycle: str) -> None:
    columns = [
        Kept(f"{said}“甲”", kind, required=True, options=("是", "否"), unit="人", help='写"好"')
        for kind, said in KINDS.items()
    ]
    asked = ask(*columns, many=True, prefill=False)
    names = {column.title: f"c_{column.kind}" for column in columns}
    promotion = Promotion("made", "made", names, ("c_idnumber", "c_date"), cycle)
    for place, text in files_of(asked, promotion).items():
        (built / place).parent.mkdir(parents=True, exist_ok=True)
        (built / place).write_text(text, encoding="utf-8")
    register = register_in(built / "packs/made/made.py")
    assert register.identity == ("school", "c_idnumber", "c_date")
    assert [column.key for column in register.columns if column.sensitive] == ["c_phone", "c_idnumber"]
    assert register.about_people
    (example,) = read_examples((built / "packs/made/made.yaml").read_text("utf-8"), register, {"made": register})
    (row,) = example.tables["made"]
    assert all(row[column.key] is not None for column in register.columns)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"names": {"食堂面积": "area"}}, "就餐人数、经营方式"),
        ({"names": {"食堂面积": "area", "就餐人数": "area", "经营方式": "run_by"}}, "用了两次"),
        ({"names": {"食堂面积": "Area", "就餐人数": "n", "经营方式": "run_by"}}, "不能作“食堂面积”的英文名"),
        ({"names": {"面积": "a"}}, "没有“面积”这一列"),
        ({"key": "pupils"}, "已有台账"),
        ({"key": "9x"}, "不能作台账的英文名"),
        ({"field": "食堂"}, "文件夹名"),
        ({"cycle": "week"}, "周期请写"),
        ({"identity": ("nothing",)}, "不能作标识"),
    ],
)
def test_what_is_missing_is_said(world: World, ask: Ask, given: dict[str, object], says: str) -> None:
    whole = {"key": "canteens", "field": "meals", "names": {"食堂面积": "area", "就餐人数": "n", "经营方式": "run_by"}}
    with pytest.raises(BadInput, match=says):
        files_of(ask(), Promotion(**{**whole, **given}))  # type: ignore[arg-type]


def test_several_rows_of_a_unit_need_to_be_told_apart(world: World, ask: Ask) -> None:
    names = {"食堂面积": "area", "就餐人数": "n", "经营方式": "run_by"}
    with pytest.raises(BadInput, match="--identity"):
        files_of(ask(many=True), Promotion("canteens", "meals", names))
    assert promote("999", "--key", "a", "--field", "b")[0] == 1
