"""Digits that were cut from photographed sheets, to be looked through before they are kept."""

from lenet_app.gui.digits.widgets.sample_grid import SampleGrid
from lenet_app.gui.kit.help import Key, explain, key_names
from lenet_app.language import tr


class CutGrid(SampleGrid):
    """A grid of samples that are none yet."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Digits from paper"))
        explain(
            self,
            tr(
                "What is written in the boxes of the sheets, each with the digit that was wanted in its corner; a dot"
                " marks those that the model sees otherwise or is not sure of. Choose some with the mouse or the arrow"
                " keys: type the digit that they are, press Return where the wanted one is right, or leave them out."
            ),
        )

    def told_keys(self) -> tuple[Key, ...]:
        """For the list of keys."""
        return (
            Key(key_names("Left", "Right", "Up", "Down"), tr("Choose the next digit; with Shift, several")),
            Key("0 … 9", tr("Say which digit the chosen ones are")),
            Key(key_names("Return"), tr("The chosen ones are what was wanted")),
            Key(key_names("Del"), tr("Leave out the chosen ones")),
            Key(key_names("Ctrl+A"), tr("Choose all of them")),
        )
