"""The list of the inspector's panels: one more panel is one more entry here."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.draw.inspector.panel import InspectorPanel
from lenet_app.gui.draw.learned_pictures import LearnedPictures
from lenet_app.gui.draw.preparation.desk import PreparationDesk
from lenet_app.gui.inside.beside_desk import BesideDesk
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.epochs_desk import EpochsDesk
from lenet_app.gui.inside.live_look import LiveLook
from lenet_app.gui.inside.what_if_desk import WhatIfDesk
from lenet_app.language import tr

STEPS, CERTAINTY, NUMBERS = "steps", "certainty", "numbers"
FORWARD, BACK, WEIGHTS, WHY = "forward", "back", "weights", "why"
WHAT_IF, EPOCHS, BESIDE = "what-if", "epochs", "beside"


@dataclass(frozen=True)
class Desks:
    """What else can be seen than the answer of the model in use.

    Args:
        learned: the pictures that it learned.
        what_if: what of network and picture is to be other than it is.
        epochs: the weights of the epochs of a training, or of a kept run.
        beside: a second model.
    """

    learned: LearnedPictures
    what_if: WhatIfDesk
    epochs: EpochsDesk
    beside: BesideDesk


def inspector_panels(
    preparation: PreparationDesk,
    in_use: ModelInUse,
    choice: UnitChoice,
    live_look: LiveLook,
    desks: Desks,
) -> tuple[InspectorPanel, ...]:
    """All panels, in the order of their names.

    Args:
        preparation: what was chosen for the preparation.
        in_use: who answers.
        choice: the unit that is looked at.
        live_look: what is computed of it while a panel is visible that wants it.
        desks: what else can be seen than its answer.
    """

    # What they are made of is loaded when they are: the window is there sooner.
    def certainty() -> QWidget:
        from lenet_app.gui.draw.certainty import CertaintyPanel  # noqa: PLC0415

        return CertaintyPanel(in_use)

    def forward() -> QWidget:
        from lenet_app.gui.draw.inspector.forward import ForwardPanel  # noqa: PLC0415

        return ForwardPanel(choice, live_look)

    def back() -> QWidget:
        from lenet_app.gui.draw.inspector.back import BackPanel  # noqa: PLC0415

        return BackPanel(choice, live_look)

    def weights() -> QWidget:
        from lenet_app.gui.draw.inspector.weights import WeightsPanel  # noqa: PLC0415

        return WeightsPanel(choice, live_look, in_use, desks.epochs)

    def numbers() -> QWidget:
        from lenet_app.gui.inside.numbers_panel import NumbersPanel  # noqa: PLC0415

        return NumbersPanel(choice, live_look)

    return _panels(
        *(preparation.make_panel, certainty, forward, back, weights),
        lambda: _why(choice, live_look, in_use, desks.learned),
        *_other_than_it_is(choice, desks),
        numbers,
    )


def _why(choice: UnitChoice, live_look: LiveLook, in_use: ModelInUse, learned: LearnedPictures) -> QWidget:
    from lenet_app.gui.draw.inspector.why.panel import WhyPanel  # noqa: PLC0415

    return WhyPanel(choice, live_look, in_use, learned)


def _other_than_it_is(choice: UnitChoice, desks: Desks) -> tuple[Callable[[], QWidget], ...]:
    """What shows network or picture as they might be, or were, or another network."""
    what_if = desks.what_if

    def changes() -> QWidget:
        from lenet_app.gui.draw.inspector.what_if import WhatIfPanel  # noqa: PLC0415
        from lenet_app.gui.inside.accuracy import AccuracyWithout  # noqa: PLC0415

        accuracy = AccuracyWithout(what_if)
        accuracy.failed.connect(what_if.refused)
        what_if.ending.connect(accuracy.finish)
        return WhatIfPanel(choice, what_if, accuracy)

    def course() -> QWidget:
        from lenet_app.gui.draw.inspector.epochs import EpochsPanel  # noqa: PLC0415

        return EpochsPanel(desks.epochs, what_if)

    def compare() -> QWidget:
        from lenet_app.gui.draw.inspector.beside import BesidePanel  # noqa: PLC0415

        return BesidePanel(desks.beside, what_if)

    return changes, course, compare


def _panels(*makers: Callable[[], QWidget]) -> tuple[InspectorPanel, ...]:
    """The panels with their names, in the order of these."""
    steps_tip = tr("Every step from what is drawn to what the network gets, and how to correct them")
    certainty_tip = tr("From which confidence on an answer is given as sure, and how to change that")
    forward_tip = tr("How the chosen unit gets its number, product by product")
    back_tip = tr("What the loss does to the chosen unit and its weights, path by path")
    weights_tip = tr("What each layer has learned: kernels, tables and heat maps")
    why_tip = tr("Why this answer: which pixels count, what would change it, and which training pictures are like it")
    numbers_tip = tr("The numbers of every layer in a table, for who does not want to tell them from colours")
    told = (
        (STEPS, tr("Steps"), steps_tip),
        (CERTAINTY, tr("Certainty"), certainty_tip),
        (FORWARD, tr("Forward"), forward_tip),
        (BACK, tr("Back"), back_tip),
        (WEIGHTS, tr("Weights"), weights_tip),
        (WHY, tr("Why"), why_tip),
        (WHAT_IF, tr("What if"), tr("Switch off maps and units or paint pixels, and see the answer change")),
        (EPOCHS, tr("Epochs"), tr("How a network answered after each epoch of its training, to slide through")),
        (BESIDE, tr("Compare"), tr("A second model on the same drawing, layer by layer, with what differs")),
        (NUMBERS, tr("Numbers"), numbers_tip),
    )
    return tuple(InspectorPanel(*facts, maker) for facts, maker in zip(told, makers, strict=True))
