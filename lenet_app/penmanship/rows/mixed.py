"""What stands among digits in made rows: dates, sums, brackets, words, units, Roman numerals, blots."""

from collections.abc import Callable

import numpy as np

from lenet_app.penmanship.rows.no_digits import FIRST, NUMBERS
from lenet_app.penmanship.rows.texts import Text

_MIXED = 1 / 6  # of the rows hold something that is no digit
_MOST = 7  # digits of such a row

_BEFORE = ("Nr", "Nr", "No", "Fr", "€", "€", "CHF", "EUR", "A", "x", "=")
_UNITS = ("kg", "km", "cm", "mm", "m", "h", "x", "€", "€", "EUR", "CHF", "%", "%", "C", "kW", "V", "W", "A", "K", "h")
_ROMAN = (*("Ⅰ", "Ⅱ", "Ⅲ", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), *("ⅠV", "VⅠ", "VⅡ", "ⅠX", "XⅠ"))
_CAPITALS, _SMALL = "AEFHKMNRVWXCU", "acemnruvwxdfhk"


def mixed(texts: list[Text], random: np.random.Generator) -> list[Text]:
    """The same rows as glyphs, some of them with what is no digit before, between and behind their digits.

    A few say nothing but words: they have no digit at all.
    """
    chosen = random.random(len(texts)) < _MIXED
    kinds = random.choice(len(_KINDS), len(texts), p=_SHARES)
    return [
        _KINDS[kind](text[:_MOST], random) if is_mixed else text
        for text, kind, is_mixed in zip(texts, kinds.tolist(), chosen.tolist(), strict=True)
    ]


def _glyphs(word: str, random: np.random.Generator) -> Text:
    """The glyphs of a word, each kind by its name."""
    return np.array([random.choice(NUMBERS[name]) for name in word], np.intp)


def _sign(random: np.random.Generator, name: str) -> Text:
    return np.array([random.choice(NUMBERS[name])], np.intp)


def _any_word(random: np.random.Generator, least: int, most: int) -> Text:
    """Letters: capitals, small ones, or a capital and small ones."""
    length = int(random.integers(least, most + 1))
    kind = random.random()
    names = list(random.choice(list(_CAPITALS if kind < 0.35 else _SMALL), length))
    if kind > 0.75:
        names[0] = random.choice(list(_CAPITALS))
    return _glyphs("".join(names), random)


def _put(text: Text, places: list[int], what: Callable[[], Text]) -> Text:
    """A text with something before each of the places."""
    parts, start = list[Text](), 0
    for place in sorted(places):
        parts += [text[start:place], what()]
        start = place
    return np.concatenate([*parts, text[start:]])


def _within(text: Text, most: int, random: np.random.Generator) -> list[int]:
    """Places between digits, one at least where there are any."""
    inner = len(text) - 1
    if inner < 1:
        return []
    return [int(k) + 1 for k in random.choice(inner, min(inner, int(random.integers(1, most + 1))), replace=False)]


def _date(text: Text, random: np.random.Generator) -> Text:
    """Slashes between the digits: dates, fractions, numbers of a year."""
    return _put(text, _within(text, 2, random), lambda: _sign(random, "/"))


def _sum(text: Text, random: np.random.Generator) -> Text:
    places = _within(text, 2, random)
    has_result = len(places) == 2 and random.random() < 0.6
    found = _put(text, places, lambda: _sign(random, "+"))
    if has_result:
        found[np.flatnonzero(found >= FIRST)[-1]] = NUMBERS["="][0]
    return found


def _bracketed(text: Text, random: np.random.Generator) -> Text:
    opening, closing = _sign(random, "("), _sign(random, ")")
    if random.random() < 0.3:
        return np.concatenate([text, closing])
    place = 0 if random.random() < 0.7 else int(random.integers(0, len(text)))
    return np.concatenate([text[:place], opening, text[place:], closing])


def _after_word(text: Text, random: np.random.Generator) -> Text:
    known = random.random() < 0.6
    word = _glyphs(str(random.choice(_BEFORE)), random) if known else _any_word(random, 1, 3)
    return np.concatenate([word, text])


def _with_unit(text: Text, random: np.random.Generator) -> Text:
    word = _glyphs(str(random.choice(_UNITS)), random) if random.random() < 0.75 else _any_word(random, 1, 2)
    return np.concatenate([text, word])


def _with_letter(text: Text, random: np.random.Generator) -> Text:
    return _put(text, [int(random.integers(0, len(text) + 1))], lambda: _any_word(random, 1, 1))


def _with_roman(text: Text, random: np.random.Generator) -> Text:
    numeral = _glyphs(str(random.choice(_ROMAN)), random)
    kind = random.random()
    if kind < 0.3:
        return numeral
    parts = (numeral, text[:3]) if kind < 0.65 else (text[:3], numeral)
    return np.concatenate([parts[0], _sign(random, "/"), parts[1]] if random.random() < 0.3 else parts)


def _word(text: Text, random: np.random.Generator) -> Text:
    """A word in place of a number."""
    return _any_word(random, 2, 5)


def _with_sign(text: Text, random: np.random.Generator) -> Text:
    name = "sign" if random.random() < 0.6 else "blot"
    return _put(text, [int(random.integers(0, len(text) + 1))], lambda: _sign(random, name))


_KINDS: tuple[Callable[[Text, np.random.Generator], Text], ...] = (
    *(_date, _sum, _bracketed, _after_word, _with_unit),
    *(_with_letter, _with_roman, _word, _with_sign),
)
_SHARES = np.array([0.19, 0.17, 0.13, 0.13, 0.15, 0.08, 0.06, 0.04, 0.05])
