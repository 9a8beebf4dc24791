"""`yaodian nation` writes a made-up nation's snapshot; `yaodian compute` computes the catalogue over one."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import Progress
from rich.table import Column, Table

from yaodian.cli.nation.computing import Asked
from yaodian.cli.nation.shape import Shape
from yaodian.cli.nation.snapshot import Snapshot
from yaodian.cli.nation.writing import write_nation
from yaodian.engines import spark
from yaodian.engines.duck import DUCKDB
from yaodian.engines.engine import Engine
from yaodian.kernel.errors import BadInput, YaodianError

LEAST, LEAST_OF_A_SCHOOL = 1_000, 20
BYTES_OF_A_PUPIL = 16  # on the disk, with room to spare
ENGINES = ("duckdb", "spark")
LEVELS = ("nation", "province", "county", "township", "school")


def nation(*, pupils: int, out: Path, seed: int, per_school: int) -> int:
    """Write the snapshot; the exit code."""
    screen = Console()
    if wrong := _unfit(pupils, out, per_school):
        return _refuse(wrong)
    shape = Shape(seed, pupils, per_school)
    began = time.monotonic()
    with Progress(console=screen, transient=True) as progress:
        bar = progress.add_task("生成", total=pupils)
        rows = write_nation(shape, out, lambda made: progress.advance(bar, made))
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    screen.print(
        f"已写入 {out}：{rows['schools']:,}所学校，{rows['classes']:,}个班，{rows['enrolments']:,}段就读经历，{rows['staff']:,}名教职工，"
        f"{size / 2**20:,.1f} MB，用时{time.monotonic() - began:.0f}秒。",
        soft_wrap=True,
    )
    return 0


def _unfit(pupils: int, out: Path, per_school: int) -> str:
    """What is wrong with the words given, or that the disk is full."""
    if pupils < LEAST or per_school < LEAST_OF_A_SCHOOL:
        return f"学生至少{LEAST}名（--pupils），每校至少{LEAST_OF_A_SCHOOL}名（--per-school）。"
    if out.exists():
        return f"{out} 已经有了：请用 --out 写一个还没有的文件夹，或先删去它。"
    if not out.absolute().parent.is_dir():
        return f"没有文件夹 {out.absolute().parent}：请先建立。"
    needed, free = pupils * BYTES_OF_A_PUPIL, shutil.disk_usage(out.absolute().parent).free
    if needed > free:
        return f"磁盘不够：约需 {needed >> 20:,} MB，还有 {free >> 20:,} MB。请换一个地方，或减少学生。"
    return ""


def compute(*, folder: Path, engine: str, by: str, level: str, out: Path | None, codes: str) -> int:
    """Compute and write or show the figures; the exit code."""
    screen = Console()
    try:
        if engine not in ENGINES or level not in LEVELS:
            raise BadInput(f"--engine 是 {'、'.join(ENGINES)} 之一，--level 是 {'、'.join(LEVELS)} 之一。")
        if out is not None and out.suffix != ".parquet":
            raise BadInput(
                f"写出的是 Parquet 文件：请把 --out 写成以 .parquet 结尾的名字，如 {out.with_suffix('.parquet')}。"
            )
        from yaodian.packs import catalogue

        asked = Asked.of(catalogue(), Snapshot.read(folder), _words(codes), _words(by))
        if not asked.computed:
            raise BadInput(f"没有一个指标能算：{'；'.join(sorted(set(asked.skipped.values())))}。")
        began = time.monotonic()
        with _engine(engine) as found, Progress(console=screen, transient=True) as progress:
            bar = progress.add_task("准备", total=None)
            taking = asked.taking(found, begun=lambda key: progress.update(bar, description=f"正在读 {key}"))
            progress.update(bar, description="正在汇总")
            figures = asked.figures(taking, level)
            whole = asked.figures(taking, "nation") if not asked.by and level != "nation" else figures
    except YaodianError as error:
        return _refuse(str(error))
    seconds = time.monotonic() - began
    if out is not None:
        beside = out.with_name(out.name + ".part")
        pq.write_table(figures, beside, compression="zstd")
        beside.replace(out)
    if not asked.by:
        screen.print(_shown(asked, whole))
    for says in sorted(set(asked.skipped.values())):
        left_out = [code for code, why in asked.skipped.items() if why == says]
        screen.print(f"没有算 {len(left_out)} 个指标（{says}）：{'、'.join(left_out)}", markup=False, soft_wrap=True)
    where = f"，写入 {out}" if out is not None else ""
    screen.print(f"{len(asked.computed)}个指标，{figures.num_rows:,}行，用时{seconds:.1f}秒{where}。", soft_wrap=True)
    return 0


def _shown(asked: Asked, whole: pa.Table) -> Table:
    """The figures of the whole as a table on the screen."""
    table = Table(Column("代码", overflow="fold"), "指标", Column("全部", justify="right", no_wrap=True), "单位")
    for one in asked.computed:
        figure = whole[one.code].to_pylist()[0] if whole.num_rows == 1 else None
        table.add_row(one.code, one.title, "—" if figure is None else f"{figure:,}", one.unit)
    return table


@contextmanager
def _engine(name: str) -> Iterator[Engine]:
    if name == "duckdb":
        yield DUCKDB
        return
    with tempfile.TemporaryDirectory(prefix="yaodian-spark-") as folder:
        session = spark.local_session(Path(folder))
        try:
            yield spark.engine(session)
        finally:
            session.stop()


def _words(given: str) -> list[str]:
    return [word for word in given.replace("，", ",").split(",") if word]


def _refuse(says: str) -> int:
    Console(stderr=True).print(says, markup=False, soft_wrap=True)
    return 2
