"""The lines below the layers that tell of the unit which is pointed at, or else of the chosen one."""

from PySide6.QtCore import Qt

from lenet_app.gui.kit.fixed_lines import FixedLines
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.language import tr

_NARROW, _LOW = 480, 360
"""Pixels of the card: in a narrower one the same words take more lines, and a lower one has no room for them."""


class UnitLine(FixedLines):
    """Value, range of the layer, and in words what the outlines show; a hint while there is no unit."""

    def __init__(self) -> None:
        super().__init__(1)
        set_kind(self, Kind.SECONDARY)
        self.setFont(with_tabular_figures(self.font()))
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        explain(
            self,
            tr(
                "The unit that is pointed at, or else the chosen one: its value, in brackets the smallest and the"
                " largest value of its layer and how many are zero, then what it sees of each layer before and feeds"
                " of each layer after: so many rows × columns, of all maps where these are not counted."
            ),
        )
        self.show_line("", "")

    def show_line(self, line: str, fields: str) -> None:
        """Tell of a unit, and of what it sees and feeds.

        Args:
            line: of the unit, or of a layer; empty for neither.
            fields: empty where there is no unit.
        """
        text = ".  ".join(filter(None, [line, fields]))
        self.setText(text or tr("Point at a unit: it sees what is orange and feeds what is blue."))
        self.setAccessibleName(tr("Unit"))
        self.setAccessibleDescription(text)

    def suit(self, width: int, height: int) -> None:
        """Have as many lines as suit a card of this size, whatever they say: nothing moves from unit to unit."""
        self.set_lines(1 if height < _LOW else 3 if width < _NARROW else 2)
