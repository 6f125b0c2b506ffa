"""A pseudo-language: English that anybody can read, as foreign and as long as a translation may be."""

import re

_ACCENTED = str.maketrans(
    "aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ",
    "åÅçÇďĐéÉğĜĥĤîÎĵĴķĶļĻñÑöÖřŘšŠťŢûÛŵŴýÝžŽ",
)
_LONGER = 0.4
_VOWELS = "aeiouyAEIOUY"

# What a translator leaves alone: placeholders, %-forms, markup, entities, code, patterns of files, mnemonics, escapes.
_KEPT = re.compile(
    r"\{[^{}]*\}|%\(\w+\)[a-z]|%[sdfgr]|</?\w+[^<>]*>|&\w+;|&(?=\w)|`[^`]*`|--[a-z][\w-]*|\(?\*\.?\w*\)?|\n"
)


def pseudo(text: str) -> str:
    """The text accented, about 40 % longer, and in brackets, which show where one is cut."""
    pieces, kept = _KEPT.split(text), _KEPT.findall(text)
    changed = [_changed(piece) for piece in pieces]
    return "[" + "".join(piece + (kept[at] if at < len(kept) else "") for at, piece in enumerate(changed)) + "]"


def _changed(piece: str) -> str:
    """A piece without anything to keep; vowels are said longer, else its end is."""
    longer, owed = "", 0.0
    for letter in piece:
        owed += _LONGER
        repeated = int(owed) if letter in _VOWELS else 0
        owed -= repeated
        longer += letter * (1 + repeated)
    body = longer.rstrip()
    end = "~" * round(owed) if body else ""
    return (body + end + longer[len(body) :]).translate(_ACCENTED)
