"""`yaodian parse FILE`: what a plan says, as a readable tree or as JSON. Starts without Django."""

import json as jsonlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yaodian.kernel.errors import YaodianError

if TYPE_CHECKING:
    from rich.tree import Tree

    from yaodian.text.reading import Commitment, Reading

KINDS = {"commit": "", "stretch": "力争 ", "limit": "限 ", "resource": "投入 ", "fact": "情况 "}
SIGNS = {">=": "≥", "<=": "≤", "=": "=", "<": "<", ">": ">", "~": "约", "range": ""}


def run(arguments: list[str]) -> int:
    """`parse` from bare arguments: argparse starts in a tenth of the time that a larger command line takes."""
    import argparse
    from functools import partial

    # a given width spares the look at the terminal, which loads a tenth of all that is loaded
    reader = argparse.ArgumentParser(
        prog="yaodian parse",
        description="读一份工作要点，列出任务、目标、时限和单位。",
        formatter_class=partial(argparse.HelpFormatter, width=100),
    )
    reader.add_argument("file", type=Path, help="要读的文件（.txt、.docx、.pdf、.xlsx …）")
    reader.add_argument("--json", action="store_true", help="输出 JSON")
    reader.add_argument("--year", type=int, help="要点的年份（原文没有写时）")
    told = reader.parse_args(arguments)
    return parse(told.file, json=told.json, year=told.year)


def parse(file: Path, json: bool = False, year: int | None = None) -> int:
    """Read a file and print what it says; 0, or 1 with a message on standard error."""
    from yaodian.text.document import open_document
    from yaodian.text.plan import read_plan

    try:
        document = open_document(bytes_of(file), file.name)
    except YaodianError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    reading = read_plan(document.text, year=year)
    if json:
        told = reading.as_json()
        if document.kind != "txt":
            told["text"] = document.text
            told["places"] = [place.as_json() for place in document.places]
        sys.stdout.write(jsonlib.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(reading, file.name)
    return 0


def bytes_of(file: Path) -> bytes:
    """A file's bytes, or an error that says what is wrong with it."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise YaodianError(f"没有这个文件：{file}") from None
    except (OSError, ValueError):
        raise YaodianError(f"文件打不开：{file}。请检查是否是文件、有没有读取权限。") from None


def _print(reading: "Reading", name: str) -> None:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    root = Tree(Text(reading.title.text if reading.title else name, style="bold"))
    branches: dict[str, Tree] = {"": root}
    for node in reading.outline:
        label = Text(f"{node.marker}{node.heading}", style="bold" if node.level == 1 else "")
        branches[node.id] = branches[node.parent or ""].add(label)
    for key, branch in branches.items():
        _leaves(reading, key, branch)
    console = Console()
    console.print(root)
    targets = sum(commitment.kind != "fact" for commitment in reading.commitments)
    parts = (
        f"任务 {sum(node.is_leaf for node in reading.outline)}",
        f"目标 {targets}",
        f"时限 {len(reading.deadlines)}",
        f"单位 {len(reading.actors)}",
    )
    console.print(Text(f"{reading.year or '年份不明'} · " + " · ".join(parts), style="dim"))


def _leaves(reading: "Reading", node: str, branch: "Tree") -> None:
    from rich.text import Text

    for commitment in reading.commitments:
        if commitment.node == node and commitment.kind != "fact":
            branch.add(Text(f"目标 {_sentence(commitment)}", style="green"))
    for title, texts in (
        ("时限", [deadline.text for deadline in reading.deadlines if deadline.node == node]),
        ("牵头", [actor.text for actor in reading.actors if actor.node == node and actor.role == "lead"]),
        ("配合", [actor.text for actor in reading.actors if actor.node == node and actor.role == "support"]),
    ):
        if texts:
            branch.add(Text(f"{title} {'、'.join(dict.fromkeys(texts))}", style="cyan"))


def _sentence(commitment: "Commitment") -> str:
    top = "" if commitment.value_max is None else f"–{commitment.value_max:g}"
    figure = f"{SIGNS[commitment.comparator]} {commitment.value:g}{top}{commitment.unit}".strip()
    due = f"（{commitment.due_text}）" if commitment.due_text else ""
    return f"{KINDS[commitment.kind]}{commitment.subject}{commitment.indicator} {figure}{due}"
