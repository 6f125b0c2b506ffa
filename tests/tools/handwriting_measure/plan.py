"""Which sets are measured, and what is made of their strokes before they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from lenet_app.errors import UserError

PEN = 0.06
"""The canvas' pen until another is chosen, as a share of its side."""
DIGIT = 0.6
"""The longer side of a digit that nobody drew small, as a share of the canvas' side."""


class Kind(StrEnum):
    """What a set holds, and so what is measured on it."""

    DIGITS = "digits"
    LETTERS = "letters"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class View:
    """How strokes come before the program.

    Args:
        digit: the longer side of the strokes' box, as a share of the canvas' side; None leaves them as they are.
        pen: the pen's width, as a share of the canvas' side.
        in_a_corner: whether they lie in a corner of the canvas; else they are in its middle.
        painted: whether they are painted and read as a picture; else they are read as strokes.
    """

    digit: float | None = None
    pen: float = PEN
    in_a_corner: bool = False
    painted: bool = False


@dataclass(frozen=True)
class SetPlan:
    """A set of the measure.

    Args:
        name: what `--sets` takes and the terminal shows.
        title: what the table for a model's card shows.
        kind: what it holds.
        source: the file in the data folder, without its ending; empty for MNIST.
        view: what is made of strokes.
        base: the set that the same strokes are compared with.
    """

    name: str
    title: str
    kind: Kind
    source: str = ""
    view: View = View()
    base: str | None = None


_SMALL, _THIN, _THICK = "a quarter of the size, in a corner", "a pen a third as wide", "a pen three times as wide"
_DRAWN = (
    ("corner", _SMALL, View(DIGIT / 4, in_a_corner=True)),
    ("thin", _THIN, View(DIGIT, PEN / 3)),
    ("thick", _THICK, View(DIGIT, PEN * 3)),
)
# What is painted small is so altogether, the pen too: nobody could read a small digit by a pen as wide as its loops.
_PAINTED = (
    ("picture", "painted", View(DIGIT, painted=True)),
    ("picture-corner", f"painted, {_SMALL}", View(DIGIT / 4, PEN / 4, in_a_corner=True, painted=True)),
    ("picture-thin", f"painted, {_THIN}", View(DIGIT, PEN / 3, painted=True)),
    ("picture-thick", f"painted, {_THICK}", View(DIGIT, PEN * 3, painted=True)),
)


def _other_views(base: SetPlan, views: tuple[tuple[str, str, View], ...]) -> list[SetPlan]:
    return [
        SetPlan(f"{base.name}-{suffix}", f"{base.title}, {title}", base.kind, base.source, view, base.name)
        for suffix, title, view in views
    ]


MNIST = SetPlan("mnist", "MNIST test", Kind.DIGITS)
PEN_STROKES = tuple(
    SetPlan(name, f"pen strokes, {name}", Kind.DIGITS, f"strokes_{name}") for name in ("pendigits", "unipen")
)
LETTERS = SetPlan("letters", "letters that look like no digit", Kind.LETTERS, "strokes_letters")
PLANS = (
    *(MNIST, *PEN_STROKES, SetPlan("pictures", "pictures of one digit", Kind.DIGITS, "digits"), LETTERS),
    SetPlan("numbers", "number pictures, digits", Kind.NUMBERS, "numbers"),
    SetPlan("cheques", "cheque amounts, digits", Kind.NUMBERS, "cheques"),
    *(plan for views in (_DRAWN, _PAINTED) for base in PEN_STROKES for plan in _other_views(base, views)),
)
"""All sets, in the order of the tables."""


def chosen(patterns: Sequence[str] | None) -> tuple[SetPlan, ...]:
    """The sets whose names match one of `patterns`, as `unipen` or `*-thin`; all of them for None.

    Raises:
        UserError: a pattern matches no set.
    """
    if patterns is None:
        return PLANS
    for pattern in patterns:
        if not any(fnmatchcase(plan.name, pattern) for plan in PLANS):
            known = ", ".join(plan.name for plan in PLANS)
            raise UserError(f"There is no set {pattern}; known are {known}.")
    return tuple(plan for plan in PLANS if any(fnmatchcase(plan.name, pattern) for pattern in patterns))
