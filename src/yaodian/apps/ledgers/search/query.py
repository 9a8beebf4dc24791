"""A query of the index, as each database writes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """Groups of tokens; of each group one must be there. A token that ends in "*" stands for all that begin with it."""

    groups: tuple[tuple[str, ...], ...]

    @property
    def fts5(self) -> str:
        """For SQLite."""
        return " AND ".join("(" + " OR ".join(map(_fts5_term, group)) + ")" for group in self.groups)

    @property
    def tsquery(self) -> str:
        """For PostgreSQL."""
        return " & ".join("(" + " | ".join(map(_tsquery_term, group)) + ")" for group in self.groups)

    def finds(self, tokens: frozenset[str]) -> bool:
        """Whether a row with these tokens is found."""
        return all(any(_is_among(token, tokens) for token in group) for group in self.groups)


def _fts5_term(token: str) -> str:
    return f'"{token[:-1]}"*' if token.endswith("*") else f'"{token}"'


def _tsquery_term(token: str) -> str:
    return f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'"


def _is_among(token: str, tokens: frozenset[str]) -> bool:
    if not token.endswith("*"):
        return token in tokens
    return any(each.startswith(token[:-1]) for each in tokens)
