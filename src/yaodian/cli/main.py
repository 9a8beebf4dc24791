"""The `yaodian` command: each word is a module beside this one, imported only when it is said."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from yaodian.cli.returns import app as returns_app
from yaodian.cli.saying import COMMAND, Words, says, told

app = typer.Typer(
    cls=Words, add_completion=False, no_args_is_help=True, rich_markup_mode=None, help="要点：教育局一年工作的系统。"
)
app.add_typer(returns_app, name="returns")
File = Annotated[Path, typer.Argument(help="要读的文件")]


@app.command("parse", help="读一份工作要点（.txt、.docx …），列出任务、目标、时限和单位。")
def parse_command(
    file: File,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    year: Annotated[int | None, typer.Option("--year", help="要点的年份（原文没有写时）")] = None,
) -> None:
    from yaodian.cli.parse import parse

    raise typer.Exit(parse(file, json=json, year=year))


@app.command("compare", help="对照两份要点（任何能读的文件）；--coverage 用上级文件（在前）对照本局要点（在后）。")
def compare_command(  # noqa: PLR0917  # Typer calls it by name
    old: Annotated[Path, typer.Argument(help="旧的一份；--coverage 时是上级文件")],
    new: Annotated[Path, typer.Argument(help="新的一份；--coverage 时是本局要点")],
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="上级要求对照：落实、低于要求、未落实")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="另存为 .xlsx 对照表")] = None,
    docx: Annotated[Path | None, typer.Option("--docx", help="另存为 .docx 对照表")] = None,
    everything: Annotated[bool, typer.Option("--all", help="未变的也列出")] = False,
) -> None:
    from yaodian.cli.compare import Outputs, compare_files

    raise typer.Exit(compare_files(old, new, Outputs(json, coverage, xlsx, docx, everything)))


@app.command("demo", help="建好示范县并在 http://127.0.0.1:8000 打开。")
def demo_command(
    port: Annotated[int, typer.Option("--port", help="端口")] = 8000,
    reset: Annotated[bool, typer.Option("--reset", help="清空后重新建立示范县")] = False,
) -> None:
    from yaodian.cli.demo import demo

    raise typer.Exit(demo(port=port, reset=reset))


@app.command("county", help="生成合成县：各台账的表、下个月的学籍导出和答案（全是虚构的人）。")
def county_command(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件夹")],
    seed: Annotated[int, typer.Option("--seed", help="种子：同一种子得到同一个县")] = 7,
    pupils: Annotated[int, typer.Option("--pupils", help="在校学生约多少")] = 80_000,
    csv: Annotated[
        bool | None, typer.Option("--csv/--xlsx", help="默认两万人以内写 .xlsx，多了写 .csv（快得多）")
    ] = None,
    clean: Annotated[bool, typer.Option("--clean", help="不埋错误数据")] = False,
) -> None:
    from yaodian.cli.synthetic.command import county

    raise typer.Exit(county(seed=seed, pupils=pupils, out=out, csv=csv, plant=not clean))


@app.command("nation", help="生成一个国家的快照（Parquet，全是虚构的人）：压测和试算用。")
def nation_command(
    pupils: Annotated[int, typer.Option("--pupils", help="学生多少")],
    out: Annotated[Path, typer.Option("--out", help="写成哪个文件夹（还没有的）")],
    seed: Annotated[int, typer.Option("--seed", help="种子：同一种子得到同一个国家")] = 7,
    per_school: Annotated[int, typer.Option("--per-school", help="每所学校（园、点）平均多少学生")] = 200,
) -> None:
    from yaodian.cli.nation.command import nation

    raise typer.Exit(nation(pupils=pupils, out=out, seed=seed, per_school=per_school))


@app.command("compute", help="在快照上计算整个指标目录，按学校、乡镇、县、省或全国。")
def compute_command(  # noqa: PLR0917  # Typer calls it by name
    folder: Annotated[Path, typer.Argument(help="yaodian nation 写成的文件夹")],
    engine: Annotated[str, typer.Option("--engine", help="duckdb 或 spark")] = "duckdb",
    by: Annotated[str, typer.Option("--by", help="再按什么分，如 stage,sex")] = "",
    level: Annotated[str, typer.Option("--level", help="nation、province、county、township 或 school")] = "county",
    out: Annotated[Path | None, typer.Option("--out", help="结果写成哪个 .parquet 文件")] = None,
    codes: Annotated[str, typer.Option("--codes", help="只算这些指标，用逗号隔开")] = "",
) -> None:
    from yaodian.cli.nation.command import compute

    raise typer.Exit(compute(folder=folder, engine=engine, by=by, level=level, out=out, codes=codes))


@app.command("serve", help="正式使用：迁移数据库，启动网页服务和后台进程。")
def serve_command(
    host: Annotated[str, typer.Option("--host", help="监听的地址；0.0.0.0 供局内其他电脑访问")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="端口")] = 8000,
) -> None:
    from yaodian.cli.serve import serve

    raise typer.Exit(serve(host=host, port=port))


@app.command("worker", hidden=True, help="只启动后台进程（serve 和 demo 会自己启动它）。")
def worker_command(
    attached: Annotated[bool, typer.Option("--attached", help="标准输入关闭时停下")] = False,
) -> None:
    from yaodian.cli.work import work

    raise typer.Exit(work(attached=attached))


@app.command(
    "manage",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    add_help_option=False,
    help="Django 的管理命令（migrate、makemigrations、shell …）。",
)
def manage_command(context: typer.Context) -> None:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaodian.config.settings")
    execute_from_command_line(["yaodian manage", *context.args])


@app.command(
    "test",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    help="运行测试（在源码目录内）。",
)
def test_command(context: typer.Context) -> None:
    from yaodian.cli.checks import run_tests

    raise typer.Exit(run_tests(context.args))


@app.command("check", help="检查楼层、格式和类型（import-linter、ruff、mypy）。")
def check_command() -> None:
    from yaodian.cli.checks import run_checks

    raise typer.Exit(run_checks())


@app.command("refresh", help="重新生成译文目录（在源码目录内）；缺译文时列出来。")
def refresh_command(screen: Annotated[str | None, typer.Argument(help="只更新这一个页面组")] = None) -> None:
    from yaodian.cli.refresh import refresh

    raise typer.Exit(refresh(screen))


@app.command("bench", help="运行基准，与同类并列给出比值。")
def bench_command(
    name: Annotated[str | None, typer.Argument(help="基准名，省略则全部")] = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    from yaodian.cli.checks import run_bench

    raise typer.Exit(run_bench(name, as_json=json))


def run() -> None:
    """Entry point; standard output is UTF-8 on every system (a Windows console may say GBK)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(app(prog_name=COMMAND, standalone_mode=False))
    except told.ClickException as error:
        typer.echo(says(error), err=True)
        sys.exit(error.exit_code)
    except typer.Abort:
        typer.echo("已停下。", err=True)
        sys.exit(1)
