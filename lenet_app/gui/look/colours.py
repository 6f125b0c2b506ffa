"""The named colours of the window, one set for light and one for dark."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Colours:
    """What each colour is for. Texts reach a contrast of 4.5:1 on `surface`, `panel` and `hover`.

    Args:
        dark: whether this is the dark set.
        surface: the window behind everything.
        panel: cards, buttons and fields.
        outline: the hairline around panels.
        hover: a button under the pointer.
        pressed: a button held down.
        text: what is read first.
        secondary_text: notes and units.
        disabled_text: what cannot be used now (exempt from the contrast rule).
        accent: the one accent, also the focus ring and filled bars.
        accent_hover: an accent button under the pointer.
        accent_text: text on `accent`.
        track: the empty part of bars and sliders.
        paper: the canvas.
        pen: strokes on the canvas.
        warning: text and sign of a notice.
        warning_surface: the notice behind it.
        seen: the outline of a unit and of all that it sees.
        fed: the outline of what a unit feeds.
    """

    dark: bool
    surface: QColor
    panel: QColor
    outline: QColor
    hover: QColor
    pressed: QColor
    text: QColor
    secondary_text: QColor
    disabled_text: QColor
    accent: QColor
    accent_hover: QColor
    accent_text: QColor
    track: QColor
    paper: QColor
    pen: QColor
    warning: QColor
    warning_surface: QColor
    seen: QColor
    fed: QColor


LIGHT = Colours(
    dark=False,
    surface=QColor("#f3f4f6"),
    panel=QColor("#ffffff"),
    outline=QColor("#dcdfe4"),
    hover=QColor("#f0f2f5"),
    pressed=QColor("#e4e7ec"),
    text=QColor("#1a1d23"),
    secondary_text=QColor("#5f6672"),
    disabled_text=QColor("#a4a9b3"),
    accent=QColor("#2563eb"),
    accent_hover=QColor("#1d54d1"),
    accent_text=QColor("#ffffff"),
    track=QColor("#e2e4e9"),
    paper=QColor("#ffffff"),
    pen=QColor("#1a1d23"),
    warning=QColor("#8a3d00"),
    warning_surface=QColor("#fff3e0"),
    seen=QColor("#e8590c"),
    fed=QColor("#1971c2"),
)

DARK = Colours(
    dark=True,
    surface=QColor("#16171b"),
    panel=QColor("#1f2228"),
    outline=QColor("#33373f"),
    hover=QColor("#282c33"),
    pressed=QColor("#30353d"),
    text=QColor("#ececee"),
    secondary_text=QColor("#9aa0ab"),
    disabled_text=QColor("#5d636e"),
    accent=QColor("#5b9cff"),
    accent_hover=QColor("#7db0ff"),
    accent_text=QColor("#08142b"),
    track=QColor("#2d3138"),
    paper=QColor("#1f2228"),
    pen=QColor("#ececee"),
    warning=QColor("#ffb866"),
    warning_surface=QColor("#38291a"),
    seen=QColor("#ff922b"),
    fed=QColor("#4dabf7"),
)


def colours(source: QWidget | QPalette) -> Colours:
    """The set that suits a widget or a palette: dark where its window is darker than its text."""
    palette = source if isinstance(source, QPalette) else source.palette()
    # What paints asks dozens of times a frame.
    if (found := _FOUND.get(key := palette.cacheKey())) is None:
        if len(_FOUND) >= _MOST_FOUND:
            _FOUND.clear()
        found = _FOUND[key] = _suiting(palette)
    return found


_FOUND: dict[int, Colours] = {}
_MOST_FOUND = 64


def _suiting(palette: QPalette) -> Colours:
    window = palette.color(QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorRole.WindowText)
    return DARK if window.lightnessF() < text.lightnessF() else LIGHT


def palette_of(named: Colours) -> QPalette:
    """The palette that Qt's own widgets paint themselves with."""
    role = QPalette.ColorRole
    active = {
        role.Window: named.surface,
        role.WindowText: named.text,
        role.Base: named.panel,
        role.AlternateBase: named.hover,
        role.Text: named.text,
        role.PlaceholderText: named.secondary_text,
        role.Button: named.panel,
        role.ButtonText: named.text,
        role.BrightText: named.accent_text,
        role.ToolTipBase: named.panel,
        role.ToolTipText: named.text,
        role.Highlight: named.accent,
        role.HighlightedText: named.accent_text,
        role.Accent: named.accent,
        role.Link: named.accent,
        role.LinkVisited: named.accent,
        role.Light: named.panel,
        role.Midlight: named.hover,
        role.Mid: named.outline,
        role.Dark: named.disabled_text,
    }
    palette = QPalette()
    for key, colour in active.items():
        palette.setColor(key, colour)
    disabled = QPalette.ColorGroup.Disabled
    for key in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.HighlightedText):
        palette.setColor(disabled, key, named.disabled_text)
    for key in (role.Highlight, role.Accent):
        palette.setColor(disabled, key, named.track)
    return palette
