"""The manual's page of each register (docs/guide/registers/<key>.md), made from its declaration and worked examples."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from yaodian.algebra.explain import said
from yaodian.kernel.breach import SEVERITY_NAMES
from yaodian.kernel.period import Cycle
from yaodian.packs import catalogue, registers
from yaodian.registers import columns as c
from yaodian.registers.offices import offices
from yaodian.registers.register import Fills, Kind, Register

FOLDER = Path(__file__).parents[3] / "docs" / "guide" / "registers"
PACKS = Path(__file__).parents[1] / "packs"
CYCLES = {Cycle.YEAR: "每年", Cycle.SCHOOL_YEAR: "每学年", Cycle.TERM: "每学期", Cycle.MONTH: "每月"}
MOST_EXAMPLES = 8


def renew_registers() -> None:
    """Write the page of each register and the list of them, and take out pages of registers that are no longer there."""
    if not FOLDER.parent.is_dir():
        return  # not a checkout
    FOLDER.mkdir(exist_ok=True)
    pages = {f"{key}.md": page_of(register) for key, register in registers().items()} | {"README.md": overview()}
    for old in FOLDER.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def overview() -> str:
    """All registers in one table."""
    lines = [
        "# 有哪些台账",
        "",
        "每一页由台账的声明生成（`./yaodian refresh`）。",
        "",
        "| 台账 | 一行是 | 归口 | 栏 | 核对 |",
        "| --- | --- | --- | --- | --- |",
    ]
    for key, register in registers().items():
        office = offices()[register.office].title
        lines.append(
            f"| [{register.title}]({key}.md) | {register.one_row_is} | {office} | {len(register.columns)} | {len(register.checks)} |"
        )
    return "\n".join(lines) + "\n"


def page_of(register: Register) -> str:
    """One register's page."""
    parts = [_head(register), _columns(register), _checks(register), _examples(register)]
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _head(register: Register) -> Iterator[str]:
    yield f"# {register.title}\n"
    yield f"一行是{register.one_row_is}。地址 `/registers/{register.key}/`，接口 `/api/v1/{register.key}`。\n"
    titles = [offices()[key].title for key in register.offices]
    fills = "归口科室" if register.fills is Fills.OFFICE else "学校、幼儿园"
    yield f"- 归口：{offices()[register.office].title}" + (f"；可以查看的还有：{'、'.join(titles)}" if titles else "")
    yield f"- 填写：{fills}"
    yield f"- 标识：{'、'.join(register.title_of(key) for key in register.identity)}"
    if register.one_open:
        same = "、".join(register.title_of(key) for key in register.one_open)
        yield f"- 同一{same}最多一条“{register.title_of(register.closes)}”空着的记录"
    if register.filing:
        kind = "审定后锁定该期的行" if register.kind is Kind.PERIODIC else "审定时记下当日的数据，台账继续使用"
        yield f"- 上报：{CYCLES[register.filing.cycle]}一次；{kind}"
    if register.basis:
        yield f"- 依据：{'；'.join(map(str, register.basis))}"
    yield ""


def _columns(register: Register) -> Iterator[str]:
    yield "## 栏目\n"
    yield "| 栏 | 填什么 | 说明 |"
    yield "| --- | --- | --- |"
    for column in register.columns:
        marks = [
            word
            for word, holds in (
                ("必填", column.required),
                ("敏感，默认打码", column.sensitive),
                ("系统算出", column.derived),
                (f"来自 {column.master}，新增后只读", bool(column.master)),
                ("已停用", column.retired is not None),
            )
            if holds
        ]
        others = f"也写作{'、'.join(column.synonyms)}" if column.synonyms else ""
        notes = "；".join(word for word in (*marks, column.help, others) if word)
        yield f"| {column.title} | {_cell(what_to_fill(column))} | {_cell(notes)} |"
    yield ""


WORDS: Mapping[type[c.Column], Callable[..., str]] = {
    c.Choice: lambda column: f"{column.code_list.title}：{_some(column)}",
    c.Integer: lambda column: f"整数{_bounds(column.least, column.most)}" + (f"，{column.unit}" if column.unit else ""),
    c.Decimal: lambda column: f"数，最多{column.digits}位小数{_bounds(column.least, column.most)}，{column.unit}",
    c.Money: lambda _column: "金额，元",
    c.Date: lambda column: "日期或年月" if column.months else "日期",
    c.SchoolYear: lambda _column: "学年，如2025—2026",
    c.YesNo: lambda _column: "是、否",
    c.Organisation: lambda _column: "单位名称或代码",
    c.Person: lambda _column: "人员",
    c.Ref: lambda column: f"《{registers()[column.register].title}》里的一行",
    c.IdNumber: lambda column: f"{column.kind.label}，校验",
    c.Phone: lambda _column: "电话",
    c.File: lambda _column: "文件",
    c.Text: lambda column: f"文字，最多{column.length}字",
    c.Place: lambda column: f"地址，最多{column.length}字",
}


def what_to_fill(column: c.Column) -> str:
    """What a cell of the column holds, in words."""
    return WORDS[type(column)](column)


def _some(column: c.Choice) -> str:
    names = [each.name for each in column.code_list.codes if not column.within or each.code.startswith(column.within)]
    return "、".join(names[:6]) + ("……" if len(names) > 6 else "")


def _bounds(least: int | None, most: int | None) -> str:
    if most is not None:
        return f"，{least if least is not None else 0}至{most}"
    return f"，{least}以上" if least is not None else ""


def _checks(register: Register) -> Iterator[str]:
    if not register.checks:
        return
    yield "## 核对\n"
    yield "| 号 | 问题 | 怎么改 | 什么算有问题 | 依据 |"
    yield "| --- | --- | --- | --- | --- |"
    for check in register.checks.values():
        told = said(check.bad, catalogue().words)
        level = SEVERITY_NAMES[check.severity]
        yield f"| {check.code} | {level}：{_cell(check.says)} | {_cell(check.fix)} | {_cell(told)} | {check.basis or ''} |"
    yield ""


def _examples(register: Register) -> Iterable[str]:
    path = PACKS / register.field / f"{register.key}.yaml"
    if not path.is_file():
        return
    told = [each for each in yaml.safe_load(path.read_text(encoding="utf-8")) if each.get("breaches")]
    yield "## 例\n"
    for example in told[:MOST_EXAMPLES]:
        yield from _example(register, example)


def _example(register: Register, example: Mapping[str, object]) -> Iterator[str]:
    yield f"**{example['name']}**" + (f"（{example['on']}）" if "on" in example else "") + "\n"
    yield from sheet(register, str(example["rows"]))
    found = [f"{row}：{register.checks[code].says}（{code}）" for row, code in example["breaches"]]  # type: ignore[attr-defined]
    yield f"\n查出：{'；'.join(found)}\n"


def sheet(register: Register, text: str) -> Iterator[str]:
    """The rows of a register in a worked example as a table with the columns' titles."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    others = {"id": "行", "times": "同样的行数"}
    heads = [register.title_of(key) if key in register.by_key else others.get(key, key) for key in rows[0]]
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows[1:]:
        if not set("".join(row)) <= set("-+"):
            yield f"| {' | '.join(row)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
