"""The shell says in Chinese what is wrong with a command, and how it is called."""

import sys

import pytest

from yaodian.cli.main import run


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("foo", "没有“foo”这个命令。\n用法见：yaodian --help"),
        ("returns foo", "没有“foo”这个命令。\n用法见：yaodian returns --help"),
        ("serve --foo", "没有--foo这个选项。\n用法见：yaodian serve --help"),
        ("serve --prot 8000", "没有--prot这个选项。是不是要用--host、--port？\n用法见：yaodian serve --help"),
        ("nation --pupils 9", "缺少'--out'。\n用法见：yaodian nation --help"),
        ("nation --pupils x --out y", "'--pupils'的值不对："),
    ],
)
def test_a_wrong_command(
    words: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["yaodian", *words.split()])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 2
    assert says in capsys.readouterr().err
