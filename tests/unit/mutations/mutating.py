"""Damaging files in the ways that find most: of bits, of numbers, of lengths, and of what is packed."""

import gzip
import json
import re
import zlib
from contextlib import suppress
from typing import Any

import numpy as np

_NUMBERS = (b"\xff", b"\x80", b"\0", b"\x7f", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\x80\0\0\0")
_WORDS = (b"1e400", b"-1", b"NaN", b"1e308", b"1e-320", b"9" * 400, b"\xed\xa0\x80", b"null", b"[" * 3000, b"{}", b"\n")
_MOST = 6  # mutations of a file


def mutated(content: bytes, random: np.random.Generator) -> bytes:
    """Some bytes damaged; of a gzipped file often what is packed, so that the damage gets past gzip's sum."""
    if content.startswith(b"\x1f\x8b") and random.random() < 0.6:
        with suppress(zlib.error):  # it is damaged already
            return gzip.compress(mutated(zlib.decompress(content, 31), random), 1, mtime=0)
    for _ in range(random.integers(1, _MOST)):
        content = _once(content, random)
    return content


def _once(content: bytes, random: np.random.Generator) -> bytes:
    place, other = _place(content, random), _place(content, random)
    end = min(place + int(2 ** random.uniform(0, 12)), len(content))
    number = _NUMBERS[random.integers(len(_NUMBERS))]
    before, part, after = content[:place], content[place:end], content[end:]
    flipped = bytes([part[0] ^ 1 << int(random.integers(8))]) + part[1:] if part else b""
    results = (
        before + flipped + after,
        before + number + content[place + len(number) :],
        before,
        before + after,
        before + part * int(random.integers(2, 5)) + after,
        before + random.bytes(len(part)) + after,
        content[:other] + part + content[other:],
        _with_another_number(content, random),
    )
    return results[random.integers(len(results))]


def _place(content: bytes, random: np.random.Generator) -> int:
    """Half of the time near the beginning, where headers are."""
    reach = len(content) if random.random() < 0.5 else min(len(content), 64)
    return int(random.integers(max(reach, 1)))


def _with_another_number(content: bytes, random: np.random.Generator) -> bytes:
    """A number that is written in digits becomes something else."""
    found = list(re.finditer(rb"\d+", content[:4096]))
    word = _WORDS[random.integers(len(_WORDS))]
    if not found:
        return content + word
    one = found[random.integers(len(found))]
    return content[: one.start()] + word + content[one.end() :]


_NUMBERS_OF_JSON = (
    *(0, 1, -1, 2, 3, 10, 255, 10**6, 2**31, 2**63, 10**30, 10**400),
    *(0.5, -0.0, 1e-320, 1e-9, 1e30, 1e308),
)
_TEXTS = (
    *("", " ", ".", "a", "relu", "lenet5", "a\nb", "\0", "\ud800", "\u202e", "<b>", "{}", "%s", "/"),
    *("x" * 200, "x" * 20_000),
)
_VALUES: tuple[Any, ...] = (
    *(*_NUMBERS_OF_JSON, *_TEXTS, None, True, False, 1e999, -1e999, float("nan")),
    *([], [[]], [0], [1, 28, 28], {}, {"": 0}, {"kind": "rbf"}),
)


def mutated_json(content: bytes, random: np.random.Generator) -> bytes:
    """Some values of a JSON text replaced, repeated or left out; sometimes its bytes damaged instead."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return mutated(content, random)
    if random.random() < 0.1:
        return mutated(content, random)
    for _ in range(1 if random.random() < 0.6 else random.integers(2, _MOST)):
        value = _with_another_value(value, random)
    return json.dumps(value).encode()


def _with_another_value(value: Any, random: np.random.Generator) -> Any:  # noqa: ANN401 - plain values
    """The same with one value within it, at any depth, changed."""
    inner = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    if not inner or random.random() < 0.05:
        return _another(value, random)
    key = inner[random.integers(len(inner))]
    if isinstance(value, dict) and random.random() < 0.1:
        rest = {name: one for name, one in value.items() if name != key}
        return rest if random.random() < 0.5 else rest | {str(_one_of(_VALUES, random)): value[key]}
    changed = value.copy()
    changed[key] = _with_another_value(value[key], random)
    return changed


def _another(value: Any, random: np.random.Generator) -> Any:  # noqa: ANN401 - plain values
    """Something in the place of a value, mostly of the same kind."""
    if random.random() < 0.3:
        return _one_of(_VALUES, random)
    match value:
        case bool() | None:
            return not value
        case int() | float() if abs(value) < 2**63:
            near = (value + 1, value - 1, 2 * value, value / 2, -value, value * (0.5 + random.random()))
            return near[random.integers(len(near))] if random.random() < 0.5 else _one_of(_NUMBERS_OF_JSON, random)
        case str():
            return _one_of((*_TEXTS, value.upper(), f"{value} "), random)
        case list() if value:
            place = int(random.integers(len(value)))
            return value[:place] + value[place + 1 :] if random.random() < 0.5 else [*value, value[place]]
    return _one_of(_VALUES, random)


def _one_of(values: tuple[Any, ...], random: np.random.Generator) -> Any:  # noqa: ANN401 - plain values
    return values[random.integers(len(values))]
