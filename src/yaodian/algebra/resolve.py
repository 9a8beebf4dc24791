"""The types of strangers' columns: expressions name other registers before those are known, and are finished here.

Packs are imported one after the other, so `rows.class_.grade` cannot know what a grade is; its column has the type
LATER, which goes with everything. Once all registers are discovered, `validate` builds every expression again with the
real types, and so refuses what makes no sense.
"""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from yaodian.algebra.combine import one_row, require
from yaodian.algebra.errors import DeclarationError, TypeMismatch
from yaodian.algebra.measures import Measure
from yaodian.algebra.moment import needs_moment
from yaodian.algebra.nodes import Column, Compare, InSet, Literal, Mapped, Node, StartsWith, Theirs, children, walk
from yaodian.algebra.related import Follow, Related, columns_here
from yaodian.algebra.rewrite import rebuild
from yaodian.algebra.types import YESNO, Kind, Reference, Type

AnyMeasure = TypeVar("AnyMeasure", bound=Measure)
Types = Mapping[str, Mapping[str, Type]]  # register → column → type
Codes = Mapping[str, frozenset[str]]  # code list → its codes


def resolve(node: Node, types: Types, here: str = "") -> Node:
    """The expression with the types of all columns; DeclarationError where it names what is not there or mixes types.

    `here` is the register whose row a column without a register belongs to.
    """
    match node:
        case Column() | Theirs():
            register = node.register or here
            return type(node)(register, node.name, column_type(types, register, node.name))
        case Follow():
            reference = resolve(node.reference, types, here)
            require(reference.type, [Kind.REFERENCE], "going to another row")
            return Follow(reference, resolve(node.then, types, reference.type.register))
    return rebuild(node, lambda child: resolve(child, types, here))


def validate(
    checks: Mapping[tuple[str, str], Node], types: Types, codes: Codes | None = None
) -> dict[tuple[str, str], Node]:
    """The conditions of all registers by (register, check code), resolved; one DeclarationError names all that are wrong."""
    done, wrong = {}, []
    for (register, code), node in checks.items():
        try:
            done[register, code] = checked(resolve(node, types, register), register, codes or {})
        except DeclarationError as error:
            wrong.append(f"{register} {code}: {error}")
    if wrong:
        raise DeclarationError("\n".join(wrong))
    return done


def checked(node: Node, register: str, codes: Codes) -> Node:
    """The same node, which is a condition over a row of the register and names only codes that exist."""
    if node.type != YESNO:
        raise TypeMismatch(f"a check is a condition, not {node.type}")
    if one_row(columns_here(node), "a check") not in ("", register):
        raise DeclarationError(f"a check of {register} is about a row of {register}")
    if needs_moment([node]):
        raise DeclarationError("a check has no period and no day of figures; write today()")
    if _open_theirs(node):
        raise DeclarationError("a column of the other row is named outside its .others(…) or .same(…)")
    for says in unknown_codes(node, codes):
        raise DeclarationError(says)
    return node


def resolve_measure(measure: AnyMeasure, types: Types, codes: Codes | None = None) -> AnyMeasure:
    """The measure with the types of all columns; DeclarationError where it names what is not there or mixes types."""
    found = rebuild(measure, lambda node: resolve(node, types))
    for says in (says for node in children(found) for says in unknown_codes(node, codes or {})):
        raise DeclarationError(says)
    return found


def column_type(types: Types, register: str, name: str) -> Type:
    """The type of a column (`id` is the row itself); DeclarationError names what is there instead."""
    if register not in types:
        raise DeclarationError(f"no register {register!r}; there are {', '.join(sorted(types))}")
    if name == "id":
        return Reference(register)
    if name not in types[register]:
        raise DeclarationError(f"{register} has no column {name!r}; it has {', '.join(types[register])}")
    return types[register][name]


def unknown_codes(node: Node, codes: Codes) -> Iterator[str]:
    """What is said about codes that are not in their list; lists that are not given are not looked at."""
    for inside in walk(node):
        for value, written, whole in _written(inside):
            held = codes.get(value.type.code_list) if value.type.kind is Kind.CODE else None
            if held is not None and not (written in held if whole else any(code.startswith(written) for code in held)):
                yield f"{written!r} is no code of the list {value.type.code_list!r}, which has {', '.join(sorted(held)[:12])} …"


def _written(node: Node) -> Iterator[tuple[Node, str, bool]]:
    """(value, text compared with it, whether as a whole) of one node."""
    match node:
        case Compare(_, value, Literal(str(text))) | Compare(_, Literal(str(text)), value):
            yield value, text, True
        case InSet(value, options):
            yield from ((value, option.value, True) for option in options if isinstance(option.value, str))
        case Mapped(value, pairs, _):
            yield from ((value, text, True) for text, _given in pairs)
        case StartsWith(value, Literal(str(text))):
            yield value, text, False


def _open_theirs(node: Node) -> bool:
    """Whether a column of the other row stands outside any Related."""
    if isinstance(node, Related):
        return any(isinstance(inside, Theirs) for _theirs, ours in node.on for inside in walk(ours))
    if isinstance(node, Theirs):
        return True
    return any(_open_theirs(child) for child in children(node))
