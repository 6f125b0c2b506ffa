"""How the page shares its room, and how large its type is: pure numbers, all in pixels."""

from dataclasses import dataclass

_COLUMNS = ((1700, 448, 288), (1400, 352, 232), (1160, 288, 196), (0, 256, 196))
"""From which width of the page on, and how wide the outer columns are then."""
_TYPE = ((1700, 900, 1.35), (1400, 760, 1.15), (0, 0, 1.0))
"""From which width and height on, and how many times as large as elsewhere the page's type is then."""
_PROJECTED = 1920, 1080
_PROJECTED_COLUMNS, _PROJECTED_TYPE = (392, 400), 2.4
"""At that size. The smallest type of the page is 0.85 of 12 pixels, and 24 can be read at eight metres."""
_INSPECTOR_SHARE, _INSPECTOR_HEIGHTS = 0.38, (168, 400)
"""Of the height, while nobody chose another, and the least and largest it is then."""
LEAST_INSPECTOR = 152
OPEN_FROM = 800
"""Pixels of the page's height: in a lower one the inspector is collapsed until somebody opens it."""


@dataclass(frozen=True)
class Measures:
    """Of the page.

    Args:
        left: the width of the canvas' column.
        right: the width of the answer's column.
        type_scale: how many times as large as in other pages its type is.
    """

    left: int
    right: int
    type_scale: float


def measures_of(width: int, height: int, *, is_projected: bool) -> Measures:
    """What suits a page of this size."""
    if is_projected:
        share = min(width / _PROJECTED[0], height / _PROJECTED[1])
        left, right = (round(share * column) for column in _PROJECTED_COLUMNS)
        return Measures(left, right, max(1.0, share * _PROJECTED_TYPE))
    left, right = next((left, right) for least, left, right in _COLUMNS if width >= least)
    scale = next(scale for wide, high, scale in _TYPE if width >= wide and height >= high)
    return Measures(left, right, scale)


def inspector_height(wanted: int | None, room: int, least_above: int) -> int:
    """How high an open inspector is.

    Args:
        wanted: what somebody chose; None where nobody did.
        room: of the inspector and what is above it, together.
        least_above: of what is above it.
    """
    low, high = _INSPECTOR_HEIGHTS
    height = min(max(round(_INSPECTOR_SHARE * room), low), high) if wanted is None else wanted
    return max(LEAST_INSPECTOR, min(height, room - least_above))
