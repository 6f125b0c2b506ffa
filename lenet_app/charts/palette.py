"""The colours of charts: muted, and apart for colour-blind eyes by lightness or hue; light and dark."""

from dataclasses import dataclass

from lenet_app.charts.chart import NEUTRAL


@dataclass(frozen=True)
class Palette:
    """What each colour is for, as "#rrggbb".

    Args:
        ground: behind everything.
        text: titles.
        faint_text: numbers beside the axes.
        grid: the lines behind what is drawn.
        neutral: what is only there to be compared with.
        series: of what is drawn, in this order.
    """

    ground: str
    text: str
    faint_text: str
    grid: str
    neutral: str
    series: tuple[str, ...]

    def colour(self, number: int) -> str:
        """The colour of this number; after the last the first comes again."""
        return self.neutral if number == NEUTRAL else self.series[number % len(self.series)]


LIGHT = Palette(
    ground="#ffffff",
    text="#1a1d23",
    faint_text="#5f6672",
    grid="#e2e4e9",
    neutral="#7d8490",
    series=(
        *("#2563eb", "#b04a0a", "#0b7a66", "#6b4bb8", "#b02a6b", "#5a6b0f", "#0b7490", "#4b5563"),
        *("#c9252d", "#8a6800"),
    ),
)
DARK = Palette(
    ground="#1f2228",
    text="#ececee",
    faint_text="#9aa0ab",
    grid="#33373f",
    neutral="#8a909c",
    series=(
        *("#5b9cff", "#f0a05a", "#4cc3a8", "#b79bf5", "#f285b5", "#b5c65a", "#5cc4e0", "#c3c8d0"),
        *("#ff7b72", "#e3c341"),
    ),
)


def palette(*, dark: bool) -> Palette:
    """The colours for a page of this kind."""
    return DARK if dark else LIGHT
