"""How plans are read: characters per second, against JioNLP on the same paragraphs, growth with length, accuracy."""

import importlib.util
import io
import logging
import math
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

from yaodian.text import read_plan

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
ROUNDS = 3
GROWN = (1, 4, 16)  # how many times the plans are repeated to see the growth


def run() -> dict[str, float | str | None]:
    """The figures; `vs_jionlp` is their time divided by ours, None with `vs_jionlp_reason` where it cannot be had."""
    plans = [file.read_text(encoding="utf-8") for file in sorted(SEEDS.glob("seed-*.txt"))]
    if not plans:
        return {"chars_per_s": None, "vs_jionlp": None, "linear_exponent": None, "reason": f"没有 {SEEDS}"}
    ours = _best(lambda: [read_plan(plan) for plan in plans])
    theirs, reason = _jionlp([line for plan in plans for line in plan.split("\n") if line.strip()])
    figures: dict[str, float | str | None] = {
        "chars_per_s": sum(map(len, plans)) / ours,
        "seconds_for_fifteen": ours,
        "vs_jionlp": theirs / ours if theirs is not None else None,
        "linear_exponent": _exponent("\n".join(plans)),
    }
    return figures | ({"vs_jionlp_reason": reason} if reason else {}) | _accuracy()


def _accuracy() -> dict[str, str]:
    """Each figure on the given, the tuned and the never-tuned annotations, as `value (n=count, 95 % interval)`."""
    spec = importlib.util.spec_from_file_location("accuracy", Path(__file__).with_name("_accuracy.py"))
    if spec is None or spec.loader is None:
        raise ImportError("_accuracy.py")
    accuracy = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = accuracy  # its dataclasses look themselves up
    spec.loader.exec_module(accuracy)
    return {
        f"{name}.{key}": str(figure)
        for name, files in accuracy.sets().items()
        for key, figure in accuracy.figures(files).items()
    }


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def _exponent(text: str) -> float:
    """Slope of log time over log length: 1 is linear."""
    points = []
    for times in GROWN:
        grown = "\n".join([text] * times)
        begun = time.process_time()
        read_plan(grown)
        points.append((math.log(len(grown)), math.log(time.process_time() - begun)))
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / sum((x - middle_x) ** 2 for x, _ in points)


def _jionlp(paragraphs: Sequence[str]) -> tuple[float | None, str]:
    if importlib.util.find_spec("jionlp") is None:
        return None, "jionlp 未安装（pip install yaodian[bench]）"
    with redirect_stdout(io.StringIO()):  # it greets on standard output
        import jionlp  # noqa: PLC0415  # a bench-only extra, slow to import

    def work() -> None:
        for paragraph in paragraphs:
            jionlp.ner.extract_time(paragraph)
            jionlp.ner.extract_money(paragraph)

    logging.disable(logging.CRITICAL)  # it logs a traceback for each phrase that is no time after all
    try:
        work()  # its tables load on first use
        return _best(work), ""
    finally:
        logging.disable(logging.NOTSET)
