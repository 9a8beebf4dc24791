"""Cells of a column read as values: text, codes, numbers, money, phones, yes or no (days: dates).

Each reader takes a cell as `table.Cell`, gives None for an empty one, and raises Unreadable with a Chinese sentence that
says what to write instead. What Yaodian's own export writes reads back as it was.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Generic, TypeVar

from yaodian.registers.sheets.dates import UNFILLED, read_date, read_school_year
from yaodian.registers.sheets.grid import EXACT_BELOW
from yaodian.registers.sheets.table import Cell, FormulaError
from yaodian.registers.sheets.unreadable import Unreadable, check_formula, shown

__all__ = [
    "Converted",
    "Unreadable",
    "convert",
    "read_code",
    "read_date",
    "read_identifier",
    "read_phone",
    "read_school_year",
    "read_text",
    "read_yes_no",
]

V = TypeVar("V")
LOST = "位数太多，Excel 已把它变成 {shown}，末几位丢失；该列请设为文本后重新填写"
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E(?:\+\d{2}|1[5-9]|[2-9]\d)", re.IGNORECASE)
CONTROL = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFEFF, 0x200B, 0x200E, 0x200F, 0xFFFE, 0xFFFF]
)
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN_SPACE = re.compile(rf"(?<=[{HAN}·])[ \u3000\xa0]+(?=[{HAN}·])")
NAME = re.compile(rf"[{HAN}·](?:[ \u3000\xa0]*[{HAN}·]){{1,7}}")
YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "v", "y", "yes", "1", "t", "true", "对", "是的", "已", "有的"})
NO = frozenset(
    {"否", "无", "没有", "×", "✗", "✘", "✕", "x", "n", "no", "0", "f", "false", "不", "不是", "没", "未", "非"}
)
LONGEST_PHONE = 60
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(0\d{2,3})-?(\d{7,8})(?:(?:-|转|ext\.?)(\d{1,6}))?")
SERVICE = re.compile(r"[48]00-?\d{3,4}-?\d{3,4}")
LOCAL = re.compile(r"[2-9]\d{6,7}")


@dataclass(frozen=True, slots=True)
class Converted(Generic[V]):
    """A column's values, None where empty or wrong, and its wrong cells as (position, sentence)."""

    values: list[V | None]
    wrong: list[tuple[int, str]]


def convert(column: Sequence[Cell], read: Callable[[Cell], V | None]) -> Converted[V]:
    """Read a whole column, each distinct cell once: `convert(cells, partial(read_decimal, digits=2))`."""
    values: dict[Cell, V | None] = {}
    says: dict[Cell, str] = {}
    for raw in set(column):
        try:
            values[raw] = read(raw)
        except Unreadable as wrong:
            values[raw] = None
            says[raw] = wrong.says
    wrong_cells = [(at, says[raw]) for at, raw in enumerate(column) if raw in says] if says else []
    return Converted(list(map(values.__getitem__, column)), wrong_cells)


def read_text(raw: Cell) -> str | None:
    """Free text: control characters and outer spaces go, and the spaces that stretch a Chinese name (张 三 → 张三)."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        return _plain(raw)
    text = raw.strip()
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL).strip()
    if not text.isascii() and (" " in text or "\u3000" in text or "\xa0" in text) and NAME.fullmatch(text):
        text = HAN_SPACE.sub("", text)
    return text or None


def _plain(raw: Cell) -> str:
    """A cell that is no text, written out; refuses what has lost digits."""
    if isinstance(raw, FormulaError):
        raise check_formula(raw)
    if isinstance(raw, float):
        if abs(raw) >= EXACT_BELOW:
            raise Unreadable(LOST.format(shown=_scientific(raw)))
        return f"{raw:.15g}"
    if isinstance(raw, datetime):
        return raw.isoformat(" ", "seconds")
    if isinstance(raw, time):
        return raw.isoformat("seconds").removesuffix(":00")
    if isinstance(raw, timedelta):
        minutes = int(raw.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(raw)  # whole numbers; days as 2012-09-01


def _scientific(raw: float) -> str:
    return f"{raw:.5E}"


def read_code(raw: Cell) -> str | None:
    """A code: full-width letters and digits made plain, every space removed. Lost leading zeros are left to the code list."""
    if raw is None:
        return None
    text = raw if isinstance(raw, str) else _plain(raw)
    if not (text.isascii() and text.isalnum()):
        bare = "".join(unicodedata.normalize("NFKC", text).translate(CONTROL).split())
        text = unicodedata.normalize("NFKC", bare)
    return text or None


def read_identifier(raw: Cell) -> str | None:
    """An identity number: as read_code, in capitals; one that Excel turned into a number of 16 digits or more is refused."""
    if raw is None:
        return None
    if isinstance(raw, float) and not raw.is_integer():
        raise Unreadable(f"“{shown(raw)}”不是号码；该列请设为文本后重新填写")
    text = read_code(raw)
    if text is None:
        return None
    if "E" in text or "e" in text or "." in text:
        if SCIENTIFIC.fullmatch(text):
            raise Unreadable(LOST.format(shown=text))
        text = text.removesuffix(".0")
    text = text.lstrip("'‘’")
    return (text.upper() if text.isascii() else text) or None


def read_phone(raw: Cell) -> str | None:
    """A telephone number: 13812345678, 0795-3251234, 0795-3251234-8001, 400…, or a local number of 7 or 8 digits."""
    if raw is None:
        return None
    text = read_code(raw)
    if text is None or text in UNFILLED:
        return None
    if len(text) > LONGEST_PHONE:
        raise Unreadable(f"“{shown(text)}”不是电话号码；请写成如 13812345678 或 0795-3251234")
    text = text.removesuffix(".0")
    bare = text.replace("-", "").replace("—", "").replace("(", "").replace(")", "")
    bare = bare.removeprefix("+86").removeprefix("0086")
    if len(bare) == 13 and bare.startswith("86"):
        bare = bare[2:]
    if MOBILE.fullmatch(bare):
        return bare
    if found := LANDLINE.fullmatch(text.replace("(", "").replace(")", "-").replace("—", "-")):
        return "-".join(part for part in found.groups() if part)
    if SERVICE.fullmatch(text) and len(bare) == 10:
        return bare
    if LOCAL.fullmatch(bare) and bare.isdecimal():
        return bare
    raise Unreadable(_phone_says(text, bare))


def _phone_says(text: str, bare: str) -> str:
    if re.search(r"\d{7,}[/、,;，；]+\d{7,}", text):
        return f"“{shown(text)}”写了几个号码；请只写一个"
    if bare.isdecimal() and len(bare) == 10 and bare[0] not in "01":
        return f"“{shown(text)}”像是丢了区号前的0；请把该列设为文本，写成如 0795-3251234"
    if bare.isdecimal() and bare.startswith("1"):
        return f"“{shown(text)}”有{len(bare)}位；手机号是11位，请核对"
    return f"“{shown(text)}”不是电话号码；请写成如 13812345678 或 0795-3251234"


def read_yes_no(raw: Cell) -> bool | None:
    """√ ✓ 是 有 Y 1 are True, × 否 无 N 0 False; empty and a mere stroke are None."""
    if raw is None:
        return None
    if isinstance(raw, FormulaError):
        raise check_formula(raw)
    word = raw.strip() if isinstance(raw, str) else shown(raw)
    if word not in YES and word not in NO:
        word = "".join(unicodedata.normalize("NFKC", word).split()).lower()
    if word in YES:
        return True
    if word in NO:
        return False
    if word in UNFILLED:
        return None
    raise Unreadable(f"“{shown(raw)}”看不出是还是否；请写“是”或“否”")
