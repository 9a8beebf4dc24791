"""Measure the reading of longer and longer texts, and draw it: `.venv/bin/python docs/images/reading_speed.py`.

Writes reading-speed.json (what was measured) and reading-speed.svg beside this file. With `--draw` only the picture,
from the figures that are there. The text is the fifteen real plans of ../shared, or the samples, one after another.
"""

import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from yaodian.text import read_plan

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MEGABYTE = 1_000_000
SIZES = (0.1, 0.2, 0.5, 1, 2, 3.5, 5, 7.5, 10)  # MB of UTF-8
LEAST = 0.5  # seconds that a point is measured at least
WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 64, 24, 44, 52
Point = Mapping[str, float]


def text_of(size: float) -> str:
    """Plans one after another, so many megabytes."""
    places = (ROOT.parent / "shared" / "seeds", ROOT / "samples")
    files = next(
        found for found in (sorted(place.glob("s*-*.txt")) or sorted(place.glob("*.txt")) for place in places) if found
    )
    one = "\n".join(file.read_text(encoding="utf-8") for file in files)
    times = math.ceil(size * MEGABYTE / len(one.encode()))
    return ("\n".join([one] * times)).encode()[: int(size * MEGABYTE)].decode("utf-8", "ignore")


def measured() -> list[dict[str, float]]:
    """Processor seconds for each size."""
    read_plan(text_of(SIZES[0]))  # tables load on first use
    points = []
    for size in SIZES:
        text, rounds, begun = text_of(size), 0, time.process_time()
        while time.process_time() - begun < LEAST:
            read_plan(text)
            rounds += 1
        seconds = (time.process_time() - begun) / rounds
        points.append({"mb": size, "chars": len(text), "seconds": round(seconds, 3)})
        sys.stdout.write(f"{size} MB: {seconds:.2f} s\n")
    return points


def exponent(points: Sequence[Point]) -> float:
    """Slope of log time over log length: 1 is linear."""
    xs, ys = ([math.log(point[key]) for point in points] for key in ("chars", "seconds"))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def step(most: float) -> float:
    """A round distance of lines for four to eight of them."""
    rough = 10 ** math.floor(math.log10(most))
    return next(rough * part for part in (0.1, 0.2, 0.5, 1, 2) if most / (rough * part) <= 8)


def drawn(points: Sequence[Point]) -> str:
    """The picture: seconds over megabytes, with the straight line that the last point lies on."""
    gap = step(max(point["seconds"] for point in points))
    top = gap * math.ceil(max(point["seconds"] for point in points) / gap)
    most = max(point["mb"] for point in points)

    def x(mb: float) -> float:
        return LEFT + mb / most * (WIDE - LEFT - RIGHT)

    def y(seconds: float) -> float:
        return HIGH - BOTTOM - seconds / top * (HIGH - TOP - BOTTOM)

    speed = round(sum(point["chars"] for point in points) / sum(point["seconds"] for point in points) / 10000)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}" role="img" '
        'font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif" font-size="13" fill="#334155">',
        "<title>读一份文件所用的时间与长度</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="600" fill="#0f172a">读取时间与文件长度'
        f"（每秒约{speed}万字，时间 ∝ 长度的{exponent(points):.2f}次方）</text>",
    ]
    for number in range(round(top / gap) + 1):
        at = y(number * gap)
        parts.append(f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#e2e8f0"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{number * gap:g}</text>')
    for mb in range(0, round(most) + 1, 2):
        parts.append(f'<text x="{x(mb):.1f}" y="{HIGH - BOTTOM + 20}" text-anchor="middle">{mb}</text>')
    last = points[-1]
    parts += [
        f'<text x="{LEFT - 8}" y="{TOP - 16}" text-anchor="end">秒</text>',
        f'<text x="{WIDE - RIGHT}" y="{HIGH - 10}" text-anchor="end">文件长度（MB，UTF-8）</text>',
        f'<line x1="{x(0):.1f}" y1="{y(0):.1f}" x2="{x(last["mb"]):.1f}" y2="{y(last["seconds"]):.1f}" '
        'stroke="#94a3b8" stroke-dasharray="5 5"/>',
        '<polyline fill="none" stroke="#1d4ed8" stroke-width="2" points="'
        + " ".join(f"{x(point['mb']):.1f},{y(point['seconds']):.1f}" for point in points)
        + '"/>',
        *(
            f'<circle cx="{x(point["mb"]):.1f}" cy="{y(point["seconds"]):.1f}" r="4" fill="#1d4ed8"/>'
            for point in points
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main(only_draw: bool) -> None:
    """Measure unless told not to, and draw."""
    data = HERE / "reading-speed.json"
    if not only_draw:
        data.write_text(json.dumps(measured(), indent=1) + "\n", encoding="utf-8")
    (HERE / "reading-speed.svg").write_text(drawn(json.loads(data.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main("--draw" in sys.argv[1:])
