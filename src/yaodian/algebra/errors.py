"""Errors of whoever writes an expression; raised while packs are imported, never seen by users.

DeclarationError        the expression makes no sense
├── TypeMismatch        two things of different kinds meet (a date and a number, a sex code and a grade code)
├── UnitMismatch        two quantities of different units meet (人 and 元)
└── NotAdditive         figures are added up that do not add up (rates, distinct values)
"""


class DeclarationError(ValueError):
    """An expression that makes no sense; the message says which and shows the right form."""


class TypeMismatch(DeclarationError):
    """Kinds that do not go together."""


class UnitMismatch(DeclarationError):
    """Units that do not go together."""


class NotAdditive(DeclarationError):
    """Figures of units that say nothing when added."""
