"""Laws, standards and documents that a declaration rests on (依据)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """A law, standard or document: its title and number (文号, standard number), "" where it has none."""

    title: str
    number: str = ""

    def article(self, number: int, paragraph: int | None = None) -> "Citation":
        """One article (条), perhaps one paragraph (款) of it."""
        place = f"第{number}条" + (f"第{paragraph}款" if paragraph else "")
        return Citation(self, place)

    def whole(self) -> "Citation":
        """The law as a whole."""
        return Citation(self)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a law.

    >>> str(Law("中华人民共和国义务教育法").article(13))
    '《中华人民共和国义务教育法》第13条'
    """

    law: Law
    place: str = ""

    def __str__(self) -> str:
        number = f"（{self.law.number}）" if self.law.number else ""
        return f"《{self.law.title}》{number}{self.place}"
