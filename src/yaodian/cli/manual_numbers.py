"""The manual's page of the rules' numbers (docs/guide/numbers.md), made from rules/numbers."""

from pathlib import Path

from yaodian.kernel.figures import plain
from yaodian.rules import Parameters
from yaodian.rules.parameters import Parameter

PAGE = Path(__file__).parents[3] / "docs" / "guide" / "numbers.md"
HEAD = """# 规则里的数

由下面的命令从 `src/yaodian/rules/numbers/` 生成：

```sh
./yaodian refresh
```

每个数从某一天起有效，有单位和依据。本县要用别的数，在数据文件夹的
`parameters/` 里放同名的文件（见[日常运行](operations.md)），它整个代替这里的。依据写“系统的默认值”的，没有法规依据，请按本县的规定改。
"""
GROUPS = {
    "balance": "义务教育均衡",
    "buildings": "校舍安全",
    "indicators": "指标",
    "lights": "判灯",
    "preschool": "学前教育",
    "pupils": "学籍与控辍保学",
    "registers": "学校、班级、教师与校舍",
    "staff": "教师",
}


def renew_numbers() -> None:
    """Write the page, where this is a checkout."""
    if PAGE.parent.is_dir():
        PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """All parameters by group: key, what it is, the values by day, the source."""
    lines, group = [HEAD], ""
    for key, parameter in Parameters().all().items():
        if key.partition(".")[0] != group:
            group = key.partition(".")[0]
            lines += [
                f"\n## {GROUPS.get(group, group)}\n",
                "| 名称 | 是什么 | 数 | 依据 | 文件 |",
                "| --- | --- | --- | --- | --- |",
            ]
        lines.append(_row(key, parameter))
    return "\n".join(lines) + "\n"


def _row(key: str, parameter: Parameter) -> str:
    values = [
        f"{since:%Y-%m-%d}起：" + ("不再有效" if value is None else f"{plain(value)}{parameter.unit}")
        for since, value, _basis in parameter.values
    ]
    shown = values if len(values) <= 4 else [*values[:2], "……", values[-1]]
    bases = "；".join(dict.fromkeys(basis for _since, _value, basis in parameter.values))
    return f"| {parameter.label} | {parameter.meaning} | {'<br>'.join(shown)} | {bases} | `{key}` |"
