"""The parts of the JSON object that describes a model; nothing of another kind is converted in silence."""

import math
import sys
from typing import TypeVar, cast

from lenet_app.language import tr

Kind = TypeVar("Kind", str, int, float, list[object], dict[str, object])


def part(value: object, name: str, kind: type[Kind]) -> Kind:
    """The part `name` of the JSON object `value`.

    Args:
        value: what a JSON parser made of the object.
        name: the key.
        kind: str, int, float (finite; a whole number will do), list or dict.

    Raises:
        ValueError: `value` is no object, or the part is missing or of another kind; the message is translated, to stand
            within a sentence.
    """
    if not isinstance(value, dict):
        raise ValueError(tr("it is not an object with “{name}”").format(name=name))
    if name not in value:
        raise ValueError(tr("“{name}” is missing").format(name=name))
    return plain(value[name], name, kind)


def plain(value: object, name: str, kind: type[Kind]) -> Kind:
    """The value itself, if it is of this kind; `name` and the errors are those of `part`."""
    given: object = value
    if kind is float and isinstance(value, int) and abs(value) <= _LARGEST:
        given = float(value)
    usable = isinstance(given, kind) and not isinstance(value, bool)
    if usable and not (isinstance(given, float) and not math.isfinite(given)):
        return cast("Kind", given)
    raise ValueError(tr("“{name}” is not {kind}").format(name=name, kind=_kind_text(kind)))


_LARGEST = sys.float_info.max


def _kind_text(kind: type) -> str:
    texts = {str: tr("a text"), int: tr("a whole number"), float: tr("a number"), list: tr("a list")}
    return texts.get(kind, tr("an object"))
