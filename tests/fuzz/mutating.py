"""Ways to damage a text or a file, by chance but repeatable: each takes the chance it is to use."""

import io
import random
import re
import zipfile
from collections.abc import Callable

from yaodian.text.phrases import groups

MARKS = "（）()《》“”〔〕【】[]{}，。、；：:;,.!?！？…—-~～·／/\\%％‰*_×"
CONTROL = "".join(map(chr, (0, 1, 7, 8, 9, 10, 11, 12, 13, 27, 31, 127, 0x85, 0xA0)))
ODD = "\u200b\u200f\u202e\u2028\u2029\ufeff\ufffd\ufffe\ue000\U000200b7\U0001f600\u0301①②⑩㈠㊀ⅣⅧ㎡"
NUMERALS = "0123456789０１２３４５６７８９零〇一二两三四五六七八九十百千万亿半"
SCRAPS = (
    "一、", "（一）", "1.", "（1）", "第一，", "一是", "——", "责任科室：", "完成时限：", "牵头单位：", "（责任科室：", "分别达到",
    "以上", "不低于", "控制在", "力争", "年底前", "月底前", "每学期", "20*年", "三分之二", "2\\3", "百分之", "个百分点", "翻一番",
    "9" * 400, "9" * 40 + "." + "9" * 40, "一" * 60, "十百千万亿" * 20, "千" * 50, "1e309", "-1", "00000000000000000001", "0.0000000001",
    "99999999999999年13月45日前", "2月30日前", "（" * 300, "）" * 300, "《" * 200, "“" * 200, "1、" * 200, "、" * 400, "，" * 400,
    "负责" * 60, "配合" * 60, "1.1.1.1.1.1.1.1", "2024年2024年2024年", "小学、初中、高中" * 40, "1所、" * 150,
)  # fmt: skip


def damaged(chance: random.Random, text: str) -> str:
    """The text after one to six blows."""
    for _ in range(chance.choice((1, 1, 2, 2, 3, 6))):
        text = chance.choice(BLOWS)(chance, text)
    return text


def stretch(chance: random.Random, text: str, longest: int = 40) -> tuple[int, int]:
    """Some place of the text, up to so long."""
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.randint(0, longest))


def _cut(chance: random.Random, text: str) -> str:
    start, end = stretch(chance, text)
    return text[:start] + text[end:]


def _swap(chance: random.Random, text: str) -> str:
    start, end = stretch(chance, text)
    other = chance.randint(end, len(text))
    length = end - start
    return text[:start] + text[other : other + length] + text[end:other] + text[start:end] + text[other + length :]


def _twice(chance: random.Random, text: str) -> str:
    start, end = stretch(chance, text, 120)
    return text[:end] + text[start:end] * chance.choice((1, 1, 2, 20)) + text[end:]


def _insert(chance: random.Random, text: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(SCRAPS) + text[at:]


def _strew(chance: random.Random, text: str) -> str:
    chars = chance.choice((MARKS, CONTROL, ODD, NUMERALS, " \u3000\n\t"))
    letters = list(text)
    for _ in range(chance.randint(1, 12)):
        letters.insert(chance.randint(0, len(letters)), chance.choice(chars))
    return "".join(letters)


def _replace(chance: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 12) if letters else 0):
        letters[chance.randrange(len(letters))] = chance.choice(MARKS + CONTROL + ODD + NUMERALS)
    return "".join(letters)


def _width(chance: random.Random, text: str) -> str:
    start, end = stretch(chance, text, 200)
    if chance.random() < 0.5:
        turned = "".join(
            chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text[start:end]
        )
    else:
        turned = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text[start:end])
    return text[:start] + turned + text[end:]


def _traditional(chance: random.Random, text: str) -> str:
    table = groups("characters")
    turned = str.maketrans(table["simplified"][0], table["traditional"][0])
    start, end = stretch(chance, text, 400)
    return text[:start] + text[start:end].translate(turned) + text[end:]


def _number(chance: random.Random, text: str) -> str:
    places = list(re.finditer(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万]+", text))
    if not places:
        return text
    place = chance.choice(places)
    grown = chance.choice(
        (place[0] * 60, "9" * 330, "0" * 40 + place[0], place[0] + ".5.5", "-" + place[0], place[0] + "亿亿亿", "")
    )
    return text[: place.start()] + grown + text[place.end() :]


def _unclose(chance: random.Random, text: str) -> str:
    places = [at for at, char in enumerate(text) if char in "（）()《》“”〔〕"]
    if not places:
        return text
    gone = set(chance.sample(places, min(len(places), chance.randint(1, 8))))
    return "".join(char for at, char in enumerate(text) if at not in gone)


def _wrap(chance: random.Random, text: str) -> str:
    width = chance.randint(3, 40)
    start, end = stretch(chance, text, 600)
    part = text[start:end]
    return text[:start] + "\n".join(part[at : at + width] for at in range(0, len(part), width)) + text[end:]


def _join(chance: random.Random, text: str) -> str:
    return text.replace("\n", chance.choice(("", " ", "\n\n\n", "\r")), chance.randint(1, 30))


def _spaced(chance: random.Random, text: str) -> str:
    start, end = stretch(chance, text, 80)
    return text[:start] + " ".join(text[start:end]) + text[end:]


BLOWS: tuple[Callable[[random.Random, str], str], ...] = (
    _cut, _swap, _twice, _insert, _strew, _replace, _width, _traditional, _number, _unclose, _wrap, _join, _spaced,
)  # fmt: skip


def broken_bytes(chance: random.Random, data: bytes) -> bytes:
    """A file with bytes flipped, cut out, doubled, or its end lost."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 40))):
        at, length = chance.randrange(len(raw) or 1), chance.randint(1, 64)
        blow = chance.randrange(5)
        if blow == 0 and raw:
            raw[at] ^= 1 << chance.randrange(8)
        elif blow == 1:
            del raw[at : at + length]
        elif blow == 2:
            raw[at:at] = raw[at : at + length]
        elif blow == 3:
            raw[at : at + length] = chance.randbytes(min(length, len(raw) - at))
        elif chance.random() < 0.2:
            del raw[at:]
    return bytes(raw)


def broken_parts(chance: random.Random, data: bytes) -> bytes:
    """A zip container whose XML is damaged, most often so that it is still XML; the container itself stays whole."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        parts = [name for name in given.namelist() if name.endswith((".xml", ".rels"))]
        hit = set(chance.sample(parts, min(len(parts), chance.choice((1, 1, 2)))))
        for name in given.namelist():
            content = given.read(name)
            if name in hit:
                if chance.random() < 0.05:
                    continue
                content = _broken_xml(chance, content.decode()).encode("utf-8", "replace")
            made.writestr(name, content)
    return target.getvalue()


VALUES = (
    "",
    "-1",
    "0",
    "999999999999",
    "9" * 400,
    "1.5",
    "x",
    "一",
    "\ufffd",
    "true",
    "&#x10FFFF;",
    "A1:XFD1048576",
    "B2:A1",
    "%9",
    "%1%2%3",
)


def _broken_xml(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((1, 2, 4, 10))):
        blow = chance.randrange(5)
        if blow == 0:  # an attribute's value
            found = list(re.finditer(r'(?<==")[^"]*(?=")', text))
            if found:
                place = chance.choice(found)
                text = text[: place.start()] + chance.choice(VALUES) + text[place.end() :]
        elif blow in (1, 2):  # an element lost, or doubled
            found = list(re.finditer(r"<([\w:]+)[^<>]*?(?:/>|>[^<>]*</\1>)", text))
            if found:
                place = chance.choice(found)
                text = (
                    text[: place.start()]
                    + place[0] * (0 if blow == 1 else chance.choice((2, 30)))
                    + text[place.end() :]
                )
        elif blow == 3:  # an element inside another
            found = list(re.finditer(r"<([\w:]+)[^<>]*?(?:/>|>[^<>]*</\1>)", text))
            if len(found) > 1:
                one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
                text = text[: one.end()] + other[0] + text[one.end() :]
        else:  # a text between two tags
            found = list(re.finditer(r"(?<=>)[^<>]+(?=<)", text))
            if found:
                place = chance.choice(found)
                hurt = re.sub(r"[<>&\x00-\x08\x0b-\x1f\ufffe]", "", damaged(chance, place[0]))
                text = text[: place.start()] + hurt + text[place.end() :]
    return damaged(chance, text) if chance.random() < 0.15 else text
