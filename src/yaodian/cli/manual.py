"""The manual's page of what is read (docs/guide/reading.md), made from the example tables and the measured accuracy.

`yaodian refresh` writes it. The accuracy is measured where the real plans lie beside the checkout (../shared), and kept
in docs/guide/reading-accuracy.json, so that the page can be made anywhere.
"""

import importlib.util
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from yaodian.cli.checks import checkout

MOST_EXAMPLES = 6
FEWEST = 3  # resampling fewer documents tells nothing
TITLES = {
    "respectively": "“分别”：几个对象、几个数值",
    "one_value": "一个数值管几个指标",
    "one_head": "一个名称管几个数量",
    "bounds": "界限词：以上、以内、不低于、控制在",
    "ranges": "范围",
    "numerals": "汉字数字、分数、零",
    "change": "提高到与提高了",
    "per_unit": "按人、按校、按班的标准",
    "ranks": "位次",
    "money": "金额与面积",
    "frequency": "频次与课时",
    "deadlines": "时限",
    "no_deadline": "不是时限的时间",
    "notes": "责任分工的括注",
    "actors": "正文里写明的责任单位",
    "no_actors": "看似责任单位而不是的",
    "kinds": "目标、力争、限定、投入、情况",
    "names": "含数字的名称，不作数量",
    "modern": "近年要点的写法",
}
KINDS = {"commit": "目标", "stretch": "力争", "limit": "限定", "resource": "投入", "fact": "情况"}
SIGNS = {">=": "≥ ", "<=": "≤ ", "=": "= ", "<": "< ", ">": "> ", "~": "约 ", "range": ""}
ROLES = {"lead": "牵头", "support": "配合"}
TIMES = {
    "daily": "每天", "weekly": "每周", "monthly": "每月", "quarterly": "每季度", "half-yearly": "每半年",
    "termly": "每学期", "yearly": "每年",
    "school-year": "本学年", "--summer": "暑假前", "--winter": "寒假前", "--spring": "春季", "--autumn": "秋季",
    "duration": "只写了期限长短",
}  # fmt: skip
SETS = {  # see tests/gold/README.md
    "given": "编写时依据的", "tuned": "调试时看过的", "opened": "先测、后来看过的", "held_out": "没有用于调试的",
}  # fmt: skip
MEASURES = {
    "outline": "层次：找到的标题和条目", "heading": "条目的标题", "parent": "条目的上级", "commitments": "数值：找到的目标",
    "comparator": "界限（≥、≤、=）", "kind": "性质（目标、力争、限定、投入）", "indicator": "指标名称", "due": "目标的时限",
    "due_given": "其中原文写有时限的", "deadlines": "时限：找到的时限", "actors": "单位：找到的责任单位",
}  # fmt: skip


def renew() -> Path | None:
    """Measure the accuracy where that can be done, and write the page; None outside a checkout."""
    root = checkout()
    page = root / "docs" / "guide" / "reading.md"
    if not page.parent.is_dir():
        return None
    if (root.parent / "shared" / "gold").is_dir():
        told = json.dumps(accuracy(root), ensure_ascii=False, indent=1)
        page.with_name("reading-accuracy.json").write_text(told + "\n", encoding="utf-8")
    page.write_text(page_of(root), encoding="utf-8")
    return page


def accuracy(root: Path) -> dict[str, Any]:
    """Each set of annotated plans: how many documents, and per measure its value, count and 95 % interval."""
    path = root / "bench" / "_accuracy.py"
    spec = importlib.util.spec_from_file_location("accuracy", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return {
        name: {"documents": len(files)}
        | {
            key: {"value": round(one.value, 3), "n": one.counted, "low": round(one.low, 3), "high": round(one.high, 3)}
            for key, one in module.figures(files).items()
        }
        for name, files in module.sets().items()
        if files
    }


def page_of(root: Path) -> str:
    """The whole page."""
    figures = json.loads((root / "docs" / "guide" / "reading-accuracy.json").read_text(encoding="utf-8"))
    folder = root / "tests" / "text"
    parts = [HEAD, *_accuracy_table(figures), SPEED, "## 读得懂的写法", *_phenomena(folder / "examples")]
    parts += ["\n## 还读不懂的写法", UNSOLVED, *_table(_unsolved(folder / "unsolved.yaml"), "应读作")]
    return "\n".join(parts) + "\n"


HEAD = """\
<!-- 由 ./yaodian refresh 生成，请勿手改；例子在 tests/text/examples，数字在 reading-accuracy.json。 -->
# 系统读得懂什么

要点里的每个数值、时限和责任单位都从原文读出，各自带着出处和把握的大小；没有把握的在[核对](plan.md)时排在最前。
想看自己的一份读得怎样，不必上传：

```sh
./yaodian parse samples/青澜县教育局2026年工作要点.txt
```

## 准确率
"""
SPEED = """
前三栏的文件在编写和调试时看过，数字偏高，不能当作读新文件的准确率。最后一栏不用于调试，最接近读一份新文件的情形，
但份数很少，只供参考（各份的由来见 tests/gold/README.md）。数字随版本重新测量。
“找到的”是精确率与召回率的调和平均（F1），其余是找到的里面读对的比例；括号里是个数和按文件重抽样的95%区间（不足三份的不给区间）。

## 速度

读取时间与文件长度成正比，一直到 10 MB（约三百万字）：

![读取时间与长度](../images/reading-speed.svg)
"""
UNSOLVED = """
这些写法系统现在读不对或读不全，核对时请留意。哪一条读对了，测试就会提醒把它移到上面。
"""


def _accuracy_table(figures: Mapping[str, Any]) -> Iterator[str]:
    names = [name for name in SETS if name in figures]
    yield "| | " + " | ".join(f"{SETS[name]}（{figures[name]['documents']}份）" for name in names) + " |"
    yield "| --- |" + " --- |" * len(names)
    for key, title in MEASURES.items():
        cells = [
            _figure(figures[name][key], figures[name]["documents"]) if key in figures[name] else "" for name in names
        ]
        yield f"| {title} | {' | '.join(cells)} |"


def _figure(one: Mapping[str, float], documents: int) -> str:
    spread = f"，{one['low']:.1%}–{one['high']:.1%}" if documents >= FEWEST else ""
    return f"**{one['value']:.1%}**（{one['n']}{spread}）"


def _phenomena(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        yield f"\n### {TITLES.get(file.stem.partition('_')[2], told['title'])}\n"
        yield from _table(chosen(told["cases"]))


def _unsolved(file: Path) -> Sequence[Mapping[str, Any]]:
    cases: Sequence[Mapping[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return cases


def chosen(cases: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """At most six examples, spread evenly over the table.

    >>> [case["n"] for case in chosen([{"n": n} for n in range(11)])]
    [0, 2, 4, 6, 8, 10]
    """
    if len(cases) <= MOST_EXAMPLES:
        return list(cases)
    return [cases[round(at * (len(cases) - 1) / (MOST_EXAMPLES - 1))] for at in range(MOST_EXAMPLES)]


def _table(cases: Sequence[Mapping[str, Any]], read: str = "读作") -> Iterator[str]:
    yield f"| 原文 | {read} |"
    yield "| --- | --- |"
    for case in cases:
        yield f"| {_cell(str(case['text']))} | {'<br>'.join(_read(case)) or '没有目标、时限和单位'} |"


def _cell(text: str) -> str:
    marked = re.sub(r"([\\|*_<>`\[\]])", r"\\\1", text.strip("\n"))
    return marked.replace("\n", "<br>")


def _read(case: Mapping[str, Any]) -> Iterator[str]:
    yield from (_cell(target(line)) for line in case.get("commitments", ()))
    for line in case.get("deadlines", ()):
        text, _, norm = line.rpartition(" ")
        yield _cell(f"时限：{text}" + ("" if when(norm) == text else f" → {when(norm)}"))
    for line in case.get("actors", ()):
        text, _, role = line.rpartition(" ")
        yield _cell(f"{ROLES[role]}：{text}")


def target(line: str) -> str:
    """A line of an example table in words.

    >>> target("stretch 高中·创建示范校数 range 1..3所 @--06-30")
    '力争：高中·创建示范校数 1–3所（6月30日前）'
    """
    kind, name, sign, figure, due = re.fullmatch(
        r"(\w+) (.*?) ?(>=|<=|=|<|>|~|range) (\S+?)(?: @(\S+))?", line
    ).groups()  # type: ignore[union-attr]  # the table's own test holds its form
    figure = figure.replace("..", "–").removesuffix("比例")
    return f"{KINDS[kind]}：{name} {SIGNS[sign]}{figure}" + (f"（{when(due)}）" if due else "")


def when(norm: str) -> str:
    """A normalised time in words.

    >>> [when(norm) for norm in ("2025-12-31", "2025", "--06-30", "--07..12", "--09", "termly")]
    ['2025年12月31日前', '2025年', '6月30日前', '7月至12月', '9月', '每学期']
    """
    if norm in TIMES:
        return TIMES[norm]
    found = re.fullmatch(r"(\d{4}|-)(?:-(\d{2}))?(?:\.\.(\d{2}))?(?:-(\d{2}))?", norm)
    if found is None:
        return norm
    year, month, last, day = found.groups()
    told = "" if year == "-" else f"{year}年"
    told += f"{int(month)}月" if month else ""
    return told + (f"至{int(last)}月" if last else "") + (f"{int(day)}日前" if day else "")
