"""Chinese numerals (汉字数字) to numbers."""

DIGITS = {
    char: value
    for value, chars in enumerate(("〇零", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
NUMERAL_CHARS = "".join(DIGITS) + "".join(STEPS) + "".join(LARGE)


def chinese_integer(text: str) -> int:
    """The value of a whole number in characters; digits without steps are read one by one.

    >>> [chinese_integer(t) for t in ("十", "二十七", "一百零五", "两千三", "一万二千", "二〇二四", "三千")]
    [10, 27, 105, 2300, 12000, 2024, 3000]
    """
    if not any(char in STEPS or char in LARGE for char in text):
        return int("".join(str(DIGITS[char]) for char in text)) if text else 0
    total = section = digit = 0
    last_step = 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            if not digit:
                last_step = 1
        elif char in STEPS:
            section += (digit or 1) * STEPS[char] if digit or not section else STEPS[char]
            digit, last_step = 0, STEPS[char]
        else:
            total = (total + section + digit) * LARGE[char] if section + digit + total else LARGE[char]
            section, digit, last_step = 0, 0, LARGE[char]
    # 两千三 is 2,300, 一百零五 is 105
    tail = digit * last_step // 10 if digit and last_step >= 100 else digit
    return total + section + tail
