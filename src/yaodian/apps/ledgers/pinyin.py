"""Names sorted as a Chinese directory sorts them: by the pinyin of each character, then by the characters themselves."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=30_000)
def _of(character: str) -> str:
    return str(lazy_pinyin(character, style=Style.NORMAL, errors="default")[0]).lower()


@lru_cache(maxsize=200_000)
def sort_key(name: str) -> str:
    """The key by which a name sorts, at most 200 characters; readings of surnames are not told apart (曾 ceng, 单 dan).

    >>> sorted(["李雷", "韩梅梅", "安欣"], key=sort_key)
    ['安欣', '韩梅梅', '李雷']
    """
    return f"{' '.join(map(_of, name))} {name}"[:200]
