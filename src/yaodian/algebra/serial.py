"""Expressions and measures as JSON and back, for published definitions and caches; `from_json(to_json(it)) == it`."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from yaodian.algebra.errors import DeclarationError
from yaodian.algebra.measures import Measure
from yaodian.algebra.nodes import Node
from yaodian.algebra.related import How
from yaodian.algebra.types import Kind, Type

Json = Any  # what the json module reads and writes


def to_json(term: Node | Measure) -> Json:
    """A tree of dictionaries, lists, texts and numbers; each says its class under "node" or "measure"."""
    return _written(term)


def from_json(written: Json) -> Node:
    """The expression that `to_json` wrote; DeclarationError for a node that is not known or makes no sense."""
    node = _read(written)
    if not isinstance(node, Node):
        raise DeclarationError(f"{written!r} is no expression")
    return node


def measure_from_json(written: Json) -> Measure:
    """The measure that `to_json` wrote; DeclarationError for one that is not known or makes no sense."""
    measure = _read(written)
    if not isinstance(measure, Measure):
        raise DeclarationError(f"{written!r} is no measure")
    return measure


def _written(value: Json) -> Json:
    match value:
        case Node() | Measure():
            word = "node" if isinstance(value, Node) else "measure"
            return {word: type(value).__name__, **_fields(value)}
        case Type():
            return {
                "type": value.kind.value,
                **{name: part for name, part in _fields(value).items() if part and name != "kind"},
            }
        case date():
            return {"date": value.isoformat()}
        case tuple():
            return [_written(part) for part in value]
        case How():
            return {"how": value.value}
    return value


def _fields(value: Any) -> dict[str, Json]:
    return {field.name: _written(getattr(value, field.name)) for field in fields(value)}


def _read(written: Json) -> Any:
    if isinstance(written, list):
        return tuple(_read(part) for part in written)
    if not isinstance(written, dict):
        return written
    inside: dict[str, Json] = dict(written)
    for word in _CLASSES:
        if word in inside:
            return _term(word, inside.pop(word), inside)
    if "type" in inside:
        return Type(Kind(inside.pop("type")), **inside)
    return date.fromisoformat(inside["date"]) if "date" in inside else How(inside["how"])


_CLASSES: Mapping[str, dict[str, Any]] = {"node": Node.classes, "measure": Measure.classes}


def _term(word: str, name: str, inside: Mapping[str, Json]) -> Any:
    classes = _CLASSES[word]
    if name not in classes:
        raise DeclarationError(f"no {word} {name!r}; this version has {', '.join(sorted(classes))}")
    try:
        return classes[name](**{key: _read(value) for key, value in inside.items()})
    except TypeError as error:
        raise DeclarationError(f"{name}: {error}") from error
