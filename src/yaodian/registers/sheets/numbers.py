"""Cells read as numbers: whole ones, decimals scaled to whole ones, money in 分."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from yaodian.registers.sheets.dates import UNFILLED
from yaodian.registers.sheets.grid import EXACT_BELOW
from yaodian.registers.sheets.table import Cell, FormulaError
from yaodian.registers.sheets.unreadable import Unreadable, check_formula, shown

LONGEST = 60  # characters of a number with its unit
MOST_DIGITS = 25  # fewer than decimal computes with
LARGEST = 10**15  # of a stored number; beyond it spreadsheets lose digits
COUNTED = frozenset("人名个所间台册套班岁年次户张栋幢层位轨节分元")
SPELLINGS = {
    **dict.fromkeys(["㎡", "m2", "m²", "平方", "平米", "平"], "平方米"),
    **dict.fromkeys(["cm", "公分"], "厘米"),
    **dict.fromkeys(["kg", "千克"], "公斤"),
    **dict.fromkeys(["km", "千米"], "公里"),
    **dict.fromkeys(["m"], "米"),
}
WITH_UNIT = re.compile(r"(.*?\d\.?)([^\d.,]+2?)")  # 120m2: that 2 belongs to the unit
TIMES = {"元": 0, "圆": 0, "千元": 3, "万元": 4, "万": 4, "百万元": 6, "亿元": 8, "亿": 8}  # powers of ten


def read_integer(raw: Cell, *, unit: str = "") -> int | None:
    """A whole number: 12, 12.0, １２, 1,200, 12人. With `unit` only that unit may follow. Raises Unreadable."""
    if raw is None or isinstance(raw, int):
        return raw
    number = _decimal(raw, unit)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise Unreadable(f"“{shown(raw)}”有小数；这里要写整数")
    return int(number)


def read_decimal(raw: Cell, *, digits: int, unit: str = "") -> int | None:
    """A number with at most `digits` decimal places, times 10**digits; never rounded. Raises Unreadable."""
    if raw is None:
        return None
    if isinstance(raw, int):
        return _limited(raw * 10**digits, raw)
    number = _decimal(raw, unit)
    return (
        None if number is None else _scaled(number, digits, raw, f"最多写{digits}位小数" if digits else "这里要写整数")
    )


def read_money(raw: Cell, *, measure: str = "元") -> int | None:
    """An amount in 分: a bare number counts in `measure` (元, 千元, 万元, from the sheet's 单位 line); 3.5万元, ¥1,200.00."""
    if raw is None:
        return None
    power = TIMES.get(measure, 0)
    if isinstance(raw, int):
        return _limited(raw * 10 ** (power + 2), raw)
    text: Cell = raw
    if isinstance(raw, str):
        folded = _folded(raw).lstrip("¥$").removeprefix("人民币").removesuffix("整")
        for word in sorted(TIMES, key=len, reverse=True):
            if folded.endswith(word) and folded != word:
                folded, power = folded.removesuffix(word), TIMES[word]
                break
        text = folded
    number = _decimal(text, "", raw)
    return None if number is None else _scaled(number.scaleb(power), 2, raw, "金额最多到分")


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("￥", "¥")


def _decimal(cell: Cell, unit: str, raw: Cell = None) -> Decimal | None:
    """The number that a cell says; a float as Excel shows it, with 15 digits."""
    raw = cell if raw is None else raw
    if isinstance(cell, FormulaError):
        raise check_formula(cell)
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return _finite(f"{cell:.15g}", raw)
    if not isinstance(cell, str):
        raise Unreadable(f"“{shown(raw)}”是日期或时间，不是数；请把单元格格式改为“常规”后重新填写")
    text = cell.strip()
    if len(text) > LONGEST:
        raise Unreadable(f"“{shown(raw)}”不是数；请只写数字，没有就留空")
    if text in UNFILLED - {"无", "无。"}:
        return None
    if not text.isascii() or not text.replace(".", "").isdigit():
        text = _without_unit(_folded(text), unit)
        text = _without_commas(text, raw).replace("−", "-")
    return _finite(text, raw)


def _finite(text: str, raw: Cell) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable(f"“{shown(raw)}”不是数；请只写数字，没有就留空") from None
    if not number.is_finite() or "_" in text:
        raise Unreadable(f"“{shown(raw)}”不是数；请只写数字，没有就留空")
    if abs(number) >= LARGEST or len(number.as_tuple().digits) > MOST_DIGITS:
        raise Unreadable(f"“{shown(raw)}”位数太多；请核对")
    return number


def _without_unit(text: str, unit: str) -> str:
    """Take off the unit behind a number: the column's own, or any usual one where it has none."""
    found = WITH_UNIT.fullmatch(text)
    if found is None:
        return text
    written, wanted = (SPELLINGS.get(word.lower(), word) for word in (found[2], unit))
    return found[1] if (written == wanted if unit else written in COUNTED) else text


def _without_commas(text: str, raw: Cell) -> str:
    if "," not in text:
        return text
    whole, point, rest = text.partition(".")
    groups = whole.lstrip("+-").split(",")
    if not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]) or "," in rest:
        raise Unreadable(f"“{shown(raw)}”里的逗号不在千位上；请只写数字")
    return whole.replace(",", "") + point + rest


def _scaled(number: Decimal, digits: int, raw: Cell, says: str) -> int:
    scaled = number.scaleb(digits)
    if scaled != scaled.to_integral_value():
        raise Unreadable(f"“{shown(raw)}”小数位太多；{says}，请四舍五入后再填")
    return _limited(int(scaled), raw)


def _limited(value: int, raw: Cell) -> int:
    if abs(value) >= EXACT_BELOW * 1000:
        raise Unreadable(f"“{shown(raw)}”太大；请核对")
    return value
