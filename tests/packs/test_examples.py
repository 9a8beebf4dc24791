"""Every register's worked examples say what its checks find, in the form (reference) and in a batch (DuckDB)."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from yaodian import packs
from yaodian.algebra.nodes import ParameterValue, walk
from yaodian.algebra.reference import bad_rows, evaluate
from yaodian.algebra.world import steps_of, stored
from yaodian.engines.arrow import schema
from yaodian.engines.duck import failing
from yaodian.packs import catalogue, registers
from yaodian.registers.examples import Example, examples_of
from yaodian.registers.register import Check, Register
from yaodian.rules import Parameters

PARAMETERS = steps_of(Parameters())


@cache
def examples(key: str) -> tuple[Example, ...]:
    return tuple(examples_of(registers()[key], registers()))


ALL_EXAMPLES = [
    pytest.param(key, number, id=f"{key}-{example.name}")
    for key in registers()
    for number, example in enumerate(examples(key))
]
ALL_CHECKS = [
    pytest.param(key, code, id=f"{key}-{code}") for key, register in registers().items() for code in register.checks
]


def by_reference(register: Register, example: Example) -> set[tuple[str, str]]:
    world = example.world(PARAMETERS)
    return {
        (example.labels[row], code)
        for code, check in register.checks.items()
        for row in bad_rows(check.bad, register.key, world)
    }


def by_duck(register: Register, example: Example) -> set[tuple[str, str]]:
    tables = {
        key: pa.Table.from_pylist(rows, schema=schema(registers()[key].types)) for key, rows in example.tables.items()
    }
    conditions = {code: check.bad for code, check in register.checks.items()}
    found = failing(conditions, register=register.key, tables=tables, today=example.on, parameters=PARAMETERS)
    return {(example.labels[row], code) for code, rows in found.items() for row in rows.to_pylist()}


@pytest.mark.parametrize("find", [by_reference, by_duck])
@pytest.mark.parametrize(("key", "number"), ALL_EXAMPLES)
def test_an_example_says_what_the_checks_find(
    key: str, number: int, find: Callable[[Register, Example], set[tuple[str, str]]]
) -> None:
    example = examples(key)[number]

    assert find(registers()[key], example) == example.breaches


@pytest.mark.parametrize(("key", "code"), ALL_CHECKS)
def test_every_check_has_an_example_that_fails_and_a_row_that_passes(key: str, code: str) -> None:
    check = registers()[key].checks[code]

    assert any(code == broken for example in examples(key) for _label, broken in example.breaches), (
        f"write an example in packs/{registers()[key].field}/{key}.yaml with a row that breaks {code}: {check.says}"
    )
    assert any(False in evaluate(check.bad, key, example.world(PARAMETERS)) for example in examples(key)), (
        f"write an example in which {code} ({check.says}) is decided and the row is right"
    )


@pytest.mark.parametrize(("key", "code"), ALL_CHECKS)
def test_the_parameters_of_a_check_are_there(key: str, code: str) -> None:
    for node in walk(registers()[key].checks[code].bad):
        if isinstance(node, ParameterValue):
            parameter = Parameters().get(node.key)
            assert all(stored(node.key, value, node.digits) is not None for _since, value, _basis in parameter.values)


def test_example_files_belong_to_registers_and_groups_of_indicators() -> None:
    home = Path(packs.__file__).parent
    held = {path.relative_to(home).as_posix() for path in home.glob("*/*.yaml")}
    groups = {group.module.removeprefix(f"{packs.__name__}.").replace(".", "/") for group in catalogue().groups}

    assert held == {f"{register.field}/{register.key}.yaml" for register in registers().values()} | {
        f"{group}.yaml" for group in groups
    }


def test_codes_are_told_apart() -> None:
    """A check is named to people by its code alone where the register is plain; so a code means one thing per field."""
    by_field: dict[tuple[str, str], list[Check]] = {}
    for register in registers().values():
        for code, check in register.checks.items():
            by_field.setdefault((register.field, code), []).append(check)

    assert [name for name, checks in by_field.items() if len(checks) > 1] == []
