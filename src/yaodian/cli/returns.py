"""`yaodian returns`: what is done with returns (临时填报) beside the pages: list them, promote one to a register."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from yaodian.cli.saying import Words

app = typer.Typer(cls=Words, no_args_is_help=True, rich_markup_mode=None, help="临时填报：列出，或把常报的升为台账。")
console = Console()
PACKAGE = Path(__file__).parents[1]


@app.command("list", help="列出发出过的填报和编号。")
def list_command() -> None:
    """Print the number, title and state of each return that was sent."""
    from yaodian.cli.django_ready import set_up

    set_up()
    from yaodian.apps.ledgers.returns.promoting import returns_sent

    for asked in returns_sent():
        console.print(f"{asked.pk}\t{asked.title}\t{asked.get_state_display()}")


@app.command("promote", help="把一份填报升为台账：写好登记文件、代码表和例子，然后运行 yaodian refresh。")
def promote_command(  # noqa: PLR0917  # Typer calls it by name
    number: Annotated[int, typer.Argument(help="填报的编号（yaodian returns list）")],
    key: Annotated[str, typer.Option("--key", help="台账的英文名，如 canteens")],
    field: Annotated[str, typer.Option("--field", help="业务领域（packs 下的文件夹），如 health")],
    name: Annotated[list[str] | None, typer.Option("--name", help="列的英文名：食堂面积=area；可写多次")] = None,
    identity: Annotated[str, typer.Option("--identity", help="除单位外按哪些列认出一行，逗号隔开")] = "",
    cycle: Annotated[str, typer.Option("--cycle", help="month、term、year 或 school-year")] = "school-year",
    office: Annotated[str, typer.Option("--office", help="主管科室的职责，如 basic-education")] = "",
    out: Annotated[Path, typer.Option("--out", help="写到哪个源码包（默认本程序的）")] = PACKAGE,
) -> None:
    """Write the register's module, code lists and examples of a return; nothing is written over."""
    from yaodian.cli.django_ready import set_up

    set_up()
    from yaodian.apps.ledgers.returns.promoting import Promotion, files_of, returns_sent
    from yaodian.kernel.errors import YaodianError

    asked = returns_sent().filter(pk=number).first()
    if asked is None:
        raise _refused(f"没有编号为{number}的填报。用 yaodian returns list 看编号。")
    names = dict(pair.partition("=")[::2] for pair in name or ())
    known = tuple(filter(None, (word.strip() for word in identity.split(","))))
    try:
        files = files_of(asked, Promotion(key, field, names, known, cycle, office))
    except YaodianError as error:
        raise _refused(str(error)) from error
    found = {out / place: text for place, text in files.items()}
    if there := [path for path in found if path.exists()]:
        raise _refused(f"文件已经有了：{there[0]}。请换一个 --key，或先移走它；什么也没有写。")
    package = out / "packs" / field / "__init__.py"
    if not package.exists():
        found[package] = f'"""{asked.title}等。"""\n'
    for path, text in found.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        console.print(f"写好 {path}")
    console.print("请看一遍，补上数据规则和例子，再运行 ./yaodian refresh。")


def _refused(says: str) -> typer.Exit:
    console.print(says, style="red")
    return typer.Exit(1)
