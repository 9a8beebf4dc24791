"""`yaodian county`: makes the synthetic county and writes its files."""

import sys
import time
from pathlib import Path

from yaodian.cli.synthetic.county import LEAST, make_county
from yaodian.cli.synthetic.files import write_county

MANY = 20_000  # pupils beyond which .xlsx takes longer than making the county


def county(*, seed: int, pupils: int, out: Path, csv: bool | None = None, plant: bool = True) -> int:
    """Write the county's files into `out`, .csv beyond 20,000 pupils unless said; returns the exit code."""
    if pupils < LEAST:
        _say(f"学生数 {pupils} 太少：请写 {LEAST} 以上，如 --pupils 3000。")
        return 2
    if out.exists() and not out.is_dir():
        _say(f"{out} 是一个文件：请用 --out 写一个文件夹。")
        return 2
    begun = time.monotonic()
    made = make_county(seed, pupils, plant=plant)
    _say(
        f"已生成：{sum(unit.teaches for unit in made.units)}所学校和幼儿园，{made.truth['pupils']['by_status']['10']}名在校学生"
    )
    write_county(made, out, csv=pupils > MANY if csv is None else csv, say=_say)
    _say(f"已写入 {out}，用时{time.monotonic() - begun:.0f}秒；答案在 answers.json。")
    return 0


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
