"""The list of the inspector's panels: one more panel is one more entry here."""

from PySide6.QtWidgets import QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.draw.inspector.panel import InspectorPanel
from lenet_app.gui.draw.preparation.desk import PreparationDesk
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.live_look import LiveLook
from lenet_app.language import tr

STEPS, CERTAINTY, NUMBERS = "steps", "certainty", "numbers"


def inspector_panels(
    preparation: PreparationDesk, in_use: ModelInUse, choice: UnitChoice, live_look: LiveLook
) -> tuple[InspectorPanel, ...]:
    """All panels, in the order of their names.

    Args:
        preparation: what was chosen for the preparation.
        in_use: who answers.
        choice: the unit that is looked at.
        live_look: what is computed of it while a panel is visible that wants it.
    """

    def certainty() -> QWidget:
        from lenet_app.gui.draw.certainty import CertaintyPanel  # noqa: PLC0415 - the window is there sooner

        return CertaintyPanel(in_use)

    def numbers() -> QWidget:
        from lenet_app.gui.inside.numbers_panel import NumbersPanel  # noqa: PLC0415 - the window is there sooner

        return NumbersPanel(choice, live_look)

    steps_tip = tr("Every step from what is drawn to what the network gets, and how to correct them")
    certainty_tip = tr("From which confidence on an answer is given as sure, and how to change that")
    numbers_tip = tr("The numbers of every layer in a table, for who does not want to tell them from colours")
    return (
        InspectorPanel(STEPS, tr("What was done"), steps_tip, preparation.make_panel),
        InspectorPanel(CERTAINTY, tr("How sure is sure"), certainty_tip, certainty),
        InspectorPanel(NUMBERS, tr("Numbers"), numbers_tip, numbers),
    )
