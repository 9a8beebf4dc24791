"""Words as the index holds them: Chinese as single characters and overlapping pairs, letters and digits in runs.

Besides, each row has one token for its owning unit. It begins with a private-use character, which words that people type
cannot hold.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from yaodian.text.characters import fold

LONGEST = 40  # characters of a run of letters or digits that count
_UNIT = "\ue000"
_CHINESE = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_CHINESE}]+|[^\\W_{_CHINESE}]+")  # private-use characters are \W
_DOTS = re.compile("[·•‧・⋅﹒]")  # 阿依古丽·买买提 is found with and without its dot, whichever it is


def runs(text: str) -> list[str]:
    """Runs of Chinese, and runs of letters and digits, folded: full width, capitals, the traditional forms that fold() knows.

    >>> runs("３幢Ａ座（達）"), runs("阿依古丽·买买提")
    (['3', '幢', 'a', '座', '达'], ['阿依古丽买买提'])
    """
    plain = unicodedata.normalize("NFKC", fold(_DOTS.sub("", text))).lower()
    return [run if is_chinese(run) else run[:LONGEST] for run in _RUN.findall(plain)]


def pairs(run: str) -> list[str]:
    """A run's overlapping pairs; a single character as it is.

    >>> pairs("张三丰"), pairs("张")
    (['张三', '三丰'], ['张'])
    """
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def is_chinese(run: str) -> bool:
    """Whether a run (see `runs`) is of Chinese characters."""
    return re.match(f"[{_CHINESE}]", run) is not None


def tokens_of(texts: Iterable[str | None]) -> Iterator[str]:
    """What the index holds for these texts.

    >>> sorted(set(tokens_of(["张三", None, "B2栋"])))
    ['b2', '三', '张', '张三', '栋']
    """
    for text in texts:
        for run in runs(text) if text else ():
            if is_chinese(run):
                yield from run
                if len(run) > 1:
                    yield from pairs(run)
            else:
                yield run


def unit_token(unit_id: int) -> str:
    """The token of the rows that a unit owns."""
    return f"{_UNIT}{unit_id}"
