"""The manual's page of each group of indicators (docs/guide/indicators/<group>.md), made from its declarations and examples."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from yaodian.cli.manual_registers import CYCLES, sheet
from yaodian.packs import catalogue
from yaodian.registers.indicator import Direction, Indicator, Indicators, Taken
from yaodian.registers.indicator_examples import IndicatorExample, examples_of, group_examples
from yaodian.registers.offices import offices
from yaodian.rules import Parameters
from yaodian.text.codes import indicators as names_in_plans

FOLDER = Path(__file__).parents[3] / "docs" / "guide" / "indicators"
DIRECTIONS = {Direction.UP: "越高越好", Direction.DOWN: "越低越好", Direction.NEITHER: "不论高低"}
DAYS = {Taken.FIRST: "期初第一天", Taken.LAST: "期末最后一天；期间还没有结束的，到当天"}
COMPARED = {">=": "不低于", "<=": "不高于"}
UNKNOWN = "没有数值"


def renew_indicators() -> None:
    """Write the page of each group and the list of them, and take out pages of groups that are no longer there."""
    if not FOLDER.parent.is_dir():
        return  # not a checkout
    FOLDER.mkdir(exist_ok=True)
    written = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def pages() -> Mapping[str, str]:
    """All pages by their file's name."""
    told = tuple(examples_of(catalogue()))
    return {f"{group.key}.md": page_of(group, told) for group in catalogue().groups} | {"README.md": overview()}


def overview() -> str:
    """All indicators in a table."""
    lines = [
        f"# 有哪些指标（{len(catalogue().indicators)}个）\n",
        "每一页由指标的声明和算例生成（`./yaodian refresh`）；算例同时是测试。数值在显示时才四舍五入。\n",
        "| 组 | 指标 | 代码 | 单位 |",
        "| --- | --- | --- | --- |",
    ]
    for group in catalogue().groups:
        lines += [
            f"| [{group.title}]({group.key}.md) | {one.title} | `{one.code}` | {one.unit} |" for one in _finished(group)
        ]
    return "\n".join(lines) + "\n"


def page_of(group: Indicators, told: Iterable[IndicatorExample]) -> str:
    """One group's page: each indicator, then the worlds of its examples."""
    own = group_examples(group, catalogue())
    numbers = {example.name: number for number, example in enumerate(own, 1)}
    lines = [f"# {group.title}\n", f"归口：{offices()[group.office].title}。\n"]
    for indicator in _finished(group):
        lines += _indicator(indicator, [example for example in told if indicator.code in example.figures], numbers)
    if own:
        lines.append("## 算例\n")
    for example in own:
        lines += _world(example, numbers[example.name])
    return "\n".join(lines).rstrip() + "\n"


def _finished(group: Indicators) -> list[Indicator]:
    return [catalogue().indicators[code] for code in group.added]


def _indicator(one: Indicator, told: Iterable[IndicatorExample], numbers: Mapping[str, int]) -> Iterator[str]:
    yield f"## {one.title}\n"
    for title, text in _said(one):
        if text:
            yield f"- {title}：{text}"
    for example in told:
        figures = "、".join(
            f"{unit} {UNKNOWN if figure is None else figure}" for unit, figure in example.figures[one.code].items()
        )
        at = f"例{numbers[example.name]}" if example.name in numbers else example.name
        yield f"- 算例：{figures}（{at}）"
    yield ""


def _said(one: Indicator) -> Iterator[tuple[str, str]]:
    """What is said of an indicator, each with its heading."""
    found = names_in_plans().get(one.code)
    names = dict.fromkeys([*(found.names if found else ()), *one.synonyms])
    splits = catalogue().split_by(one)
    yield "代码", f"`{one.code}`"
    yield "也叫", "、".join(name for name in names if name != one.title)
    yield "口径", catalogue().explain(one.measure)
    yield "组成", "、".join(catalogue().names[part] for part in one.measure.parts)
    yield "说明", one.note
    yield (
        "单位",
        f"{one.unit or '不带单位'}，{f'{one.digits}位小数' if one.digits else '整数'}；{DIRECTIONS[one.direction]}",
    )
    yield "时间", f"{CYCLES[one.cycle]}，{DAYS[one.taken]}"
    yield "可以拆分", "、".join(split.title for split in splits)
    if one.norm:
        parameter = Parameters().get(one.norm.parameter)
        yield "标准", f"{COMPARED[one.norm.comparator]}[{parameter.label}](../numbers.md)（`{one.norm.parameter}`）"
    yield "来源", one.source


def _world(example: IndicatorExample, number: int) -> Iterator[str]:
    yield f"### 例{number} {example.name}\n"
    townships = example.written.get("units", {})
    where = "；".join(f"{township}：{'、'.join(schools)}" for township, schools in townships.items())
    yield f"{example.period.name}" + (f"；县下{where}" if where else "") + "。\n"
    for key, text in example.written["tables"].items():
        register = catalogue().registers[key]
        yield f"{register.title}\n"
        yield from sheet(register, text)
        yield ""
