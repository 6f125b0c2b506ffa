"""The one way from JSON to the program's own values and back; nothing is converted in silence but a whole number.

msgspec holds plain values against the types of a frozen dataclass. What it does not look at is looked at here: numbers
that are not finite, texts with half a character, parts that nobody knows. Every fault is one translated sentence.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

from lenet_app.errors import UserError
from lenet_app.language import tr

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Made = TypeVar("Made", bound="DataclassInstance")
Value = TypeVar("Value")

_LARGEST = 2**127
"""Of whole numbers: larger ones count nothing, and no computation takes them."""
_LONGEST_TEXT = 10_000
_LONGEST_TOLD = 60

_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_EXPECTED = re.compile(r"Expected `(?P<kind>\w+)[^`]*`( of length (?P<length>\d+))?")
_PLACE = re.compile(r"`\$(?P<path>[^`]*)`$")
_HALF = re.compile("[\ud800-\udfff]")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")


def parsed(text: str | bytes) -> Any:  # noqa: ANN401 - whatever stands there
    """The plain values of a JSON text.

    Raises:
        ValueError: it is none, or too deep for a parser; the message is translated, to stand within a sentence.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(tr("it is not JSON")) from error


def parsed_quickly(content: bytes) -> Any:  # noqa: ANN401 - as above
    """The plain values of a JSON text that this program wrote, in a third of the time: for whoever reads a thousand.

    Raises:
        ValueError: as of `parsed`; so are numbers that JSON does not have.
    """
    import msgspec  # noqa: PLC0415 - the window is there sooner

    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(tr("it is not JSON")) from error


def digest_text(value: object) -> bytes:
    """Plain values as one text, the same for the same values in the same order."""
    import msgspec  # noqa: PLC0415 - as above

    return msgspec.json.encode(value)


def plain(value: "DataclassInstance") -> dict[str, Any]:
    """A dataclass as a JSON parser gives it back, its parts in their order."""
    parts: dict[str, Any] = json.loads(json.dumps(asdict(value)))
    return parts


def text_of(value: object) -> str:
    """The JSON text of plain values; a half of a character, which not every program can read, is replaced."""
    return json.dumps(json.loads(proper(json.dumps(value, ensure_ascii=False))))


def made(
    value: object, kind: type[Made], sentence: str, *, needed: Sequence[str] = (), is_complete: bool = False
) -> Made:
    """The value of this kind that plain values describe.

    Args:
        value: what a JSON parser made.
        kind: a dataclass; parts that have a default may be missing, and a whole number will do for any number.
        sentence: what to say of a fault, such as "The recipe cannot be read: {fault}."
        needed: parts that may not be missing, though they have a default.
        is_complete: whether a part that the kind does not have is a fault, too; else it is left aside.

    Raises:
        UserError: a part is missing, unknown or of another kind, or what the dataclass itself refuses.
    """
    import msgspec  # noqa: PLC0415 - the window is there sooner

    try:
        _refuse_improper(value, "")
        if isinstance(value, dict):
            _check_names(value, kind, needed, is_complete=is_complete)
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise UserError(sentence.format(fault=_fault(str(error), value, kind))) from error
    except (ValueError, RecursionError) as error:
        fault = tr("it is nested too deeply") if isinstance(error, RecursionError) else error
        raise UserError(sentence.format(fault=fault)) from error


def value_of(value: object, kind: type[Value]) -> Value:
    """One plain value that somebody else may have written, as what it should be: a text, a number, a list and so on.

    Raises:
        ValueError: it is something else, or improper.
    """
    import msgspec  # noqa: PLC0415 - as above

    try:
        _refuse_improper(value, "value")
        return msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(tr("it is something else")) from error


def told(value: object) -> str:
    """A value of somebody else's as it can stand in a sentence: short, and without half characters."""
    text = proper(str(value))
    return text if len(text) <= _LONGEST_TOLD else f"{text[: _LONGEST_TOLD - 1]}…"


def is_proper(text: str) -> bool:
    """Whether a text has no half of a pair of surrogates, which no file and no screen can hold."""
    return text.isascii() or _HALF.search(text) is None


def proper(text: str) -> str:
    """The text with a replacement character for each half of a pair of surrogates."""
    return _HALF.sub("\ufffd", text)


def _refuse_improper(value: object, name: str) -> None:
    """Refuse what JSON texts of other programs hold though it is no number or no text, or is one without measure."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_improper(key, str(key))
            _refuse_improper(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_improper(inner, name)
    elif isinstance(value, float | int) and name and _is_beyond(value):
        raise _wrong(name, tr("a number"))
    elif isinstance(value, str) and not is_proper(value):
        raise ValueError(tr("“{name}” holds half a character").format(name=told(name)))
    elif isinstance(value, str) and len(value) > _LONGEST_TEXT:
        raise ValueError(tr("“{name}” is too long").format(name=told(name)))


def _is_beyond(number: float) -> bool:
    return not math.isfinite(number) if isinstance(number, float) else abs(number) > _LARGEST


def _check_names(value: dict[Any, Any], kind: type[Made], needed: Sequence[str], *, is_complete: bool) -> None:
    for name in needed:
        if name not in value:
            raise ValueError(tr("“{name}” is missing").format(name=name))
    known = {part.name for part in fields(kind)}
    if is_complete and (unknown := sorted(str(name) for name in value if name not in known)):
        raise ValueError(tr("“{name}” is unknown").format(name=told(unknown[0])))


def _wrong(name: str, kind: str) -> ValueError:
    return ValueError(tr("“{name}” is not {kind}").format(name=told(name), kind=kind))


def _fault(message: str, value: object, kind: type[Made]) -> str:
    """What msgspec found, in the user's language; the last name on the way to it is the part's."""
    if missing := _MISSING.search(message):
        return tr("“{name}” is missing").format(name=told(missing["name"]))
    place = _PLACE.search(message)
    steps = _STEP.findall(place["path"]) if place else []
    names = [name for name, _ in steps if name]
    if not names:
        return tr("it is not an object with “{name}”").format(name=fields(kind)[0].name)
    expected = _EXPECTED.search(message)
    if expected is None and message.startswith("Invalid enum value"):
        return tr("“{name}” cannot be “{value}”").format(name=told(names[-1]), value=told(_at(value, steps)))
    if expected is not None and expected["length"]:
        return str(_wrong(names[-1], tr("a list of {length}").format(length=expected["length"])))
    return str(_wrong(names[-1], _kind_text(expected["kind"] if expected else "float")))


def _at(value: Any, steps: list[tuple[str, str]]) -> object:  # noqa: ANN401 - nested plain values
    for name, number in steps:
        value = value[name] if name else value[int(number)]
    return value


def _kind_text(kind: str) -> str:
    texts = {
        **{"str": tr("a text"), "int": tr("a whole number"), "float": tr("a number"), "bool": tr("true or false")},
        **{"array": tr("a list"), "object": tr("an object")},
    }
    return texts[kind]
