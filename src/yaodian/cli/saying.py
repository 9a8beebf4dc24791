"""What the shell says of a command that it cannot read: in Chinese, with the way to its help."""

from typing import Any

from typer._click import exceptions as told  # Typer's own copy of Click, which Typer itself does not offer
from typer.core import TyperGroup

COMMAND = "yaodian"


class Words(TyperGroup):
    """Commands that say in Chinese that there is no such one."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of the first word."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"没有“{args[0]}”这个命令。")
        return super().resolve_command(ctx, args)


def says(error: told.ClickException) -> str:
    """One sentence for what is wrong, and where the words of the command are listed."""
    context = error.ctx if isinstance(error, told.UsageError) else None
    where = context.command_path if context else COMMAND
    return f"{_sentence(error)}\n用法见：{where} --help"


def _sentence(error: told.ClickException) -> str:
    match error:
        case told.MissingParameter():
            return f"缺少{_name(error)}。"
        case told.BadParameter():
            return f"{_name(error)}的值不对：{error.message}"
        case told.NoSuchOption():
            near = f"是不是要用{'、'.join(sorted(error.possibilities))}？" if error.possibilities else ""
            return f"没有{error.option_name}这个选项。{near}"
        case told.BadOptionUsage():
            return f"选项{error.option_name}的用法不对：{error.message}"
        case _:
            return error.format_message()


def _name(error: told.BadParameter) -> str:
    hint = error.param_hint or (error.param.get_error_hint() if error.param else "参数")
    return hint if isinstance(hint, str) else " ".join(hint)
