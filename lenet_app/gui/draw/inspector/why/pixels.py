"""Which pixels have to do with a class's score: four ways of telling, side by side over the ink."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from lenet_app.gui.draw.inspector.back import true_label
from lenet_app.gui.draw.inspector.why.view import WhyView
from lenet_app.gui.inside.choice import UnitChoice
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.live_look import Looked
from lenet_app.gui.inside.why_content import Shown, given_picture, quick_pictures, slow_pictures, waiting_pictures
from lenet_app.gui.inside.widgets.fitted_box import FittedBox
from lenet_app.gui.inside.widgets.label_box import LabelBox
from lenet_app.gui.inside.widgets.pictures import Picture
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.inside.words import layer_text
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.inspection.looking import Part
from lenet_app.inspection.why import Slow, convolutions, slowly
from lenet_app.language import tr

if TYPE_CHECKING:
    from lenet_app.inspection.why import Quick


_PAUSE = 50
"""Milliseconds without another look until what takes a moment is begun: it would hold up the pen."""


@dataclass(frozen=True, eq=False)
class SlowRequest:
    """What takes a moment, of a look; `run` gives what came of it."""

    looked: Looked
    shown: Shown
    label: int

    def run(self) -> "SlowFound":
        """Compute it."""
        background = self.looked.request.answer.request.recognizer.model.normalisation.background
        return SlowFound(self, slowly(self.looked.passage, self.label, background))


@dataclass(frozen=True, eq=False)
class SlowFound:
    """What came of a request."""

    request: SlowRequest
    slow: Slow


class PixelsView(WhyView):
    """Saliency and Grad-CAM with each look; occlusion and integrated gradients as soon as the pen pauses.

    Args:
        choice: of the class that is asked about.
        newest: computes what takes a moment.
    """

    parts = frozenset({Part.WHY})

    def __init__(self, choice: UnitChoice, newest: NewestOnly) -> None:
        super().__init__(PicturesView(tr("Which pixels have to do with the answer")))
        self._choice, self._newest = choice, newest
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._looked: Looked | None = None
        self._shown: Shown | None = None
        self._slow: list[Picture] = []
        self._slow_of: tuple[object, int] | None = None
        self._layers: tuple[str, ...] = ()
        self.label_box, self.layer_box = LabelBox(), FittedBox()
        self.label_box.setAccessibleName(tr("Class that is asked about"))
        self.label_box.setToolTip(tr("For which class’s score the pixels are told"))
        terms = (Term.SALIENCY, Term.GRAD_CAM, Term.OCCLUSION, Term.INTEGRATED_GRADIENTS)
        explain(self.label_box, explanation(*terms))
        self.label_box.label_chosen.connect(choice.set_label)
        choice.label_changed.connect(self.label_box.follow)
        self.layer_box.setAccessibleName(tr("Layer of Grad-CAM"))
        self.layer_box.setToolTip(tr("On which convolution’s maps Grad-CAM looks"))
        explain(self.layer_box, explanation(Term.GRAD_CAM, Term.CONVOLUTION))
        self.layer_box.currentIndexChanged.connect(self._refresh)
        self.controls = (self.label_box, self.layer_box)
        newest.done.connect(self._take)

    @property
    def layer(self) -> str:
        """Whose maps Grad-CAM looks at; empty where there is no convolution."""
        index = self.layer_box.currentIndex()
        return self._layers[index] if 0 <= index < len(self._layers) else ""

    def show_looked(self, looked: Looked | None) -> None:
        """Show what is quickly told, and ask for the rest."""
        if looked is None:
            self._looked = None
            self._drop()
            self.say(tr("Draw or open a picture: which of its pixels count for the answer is shown here."))
        elif looked.look.why is not None:
            self._looked, self._shown = looked, Shown.of(looked.request.answer)
            passage, names = looked.passage, self._shown.names
            self.label_box.show_classes(names, passage.answer, true_label(looked))
            self.label_box.follow(self._choice.label)
            self._list_layers(looked)
            label = looked.look.why.label
            self._pause.start()
            if self._slow_of != self._key(looked, label):
                self._slow = waiting_pictures(self._shown)
            self._refresh()

    def sleep(self) -> None:
        """Compute nothing any more."""
        super().sleep()
        self._drop()

    def _drop(self) -> None:
        self._pause.stop()
        self._newest.drop()

    def _ask(self) -> None:
        if self._looked is not None and self._shown is not None and self._looked.look.why is not None:
            self._newest.ask(SlowRequest(self._looked, self._shown, self._looked.look.why.label))

    def _key(self, looked: Looked, label: int) -> tuple[object, int]:
        return looked.request.answer.request.recognizer.model, label

    def _list_layers(self, looked: Looked) -> None:
        architecture = looked.passage.architecture
        layers = convolutions(architecture)
        if layers == self._layers and self.layer_box.count():
            return
        self._layers = layers
        self.layer_box.blockSignals(True)
        self.layer_box.clear()
        self.layer_box.addItems([layer_text(layer, architecture) for layer in layers])
        self.layer_box.fit()
        self.layer_box.setCurrentIndex(len(layers) - 1)  # as its paper does, the last one
        self.layer_box.blockSignals(False)
        self.layer_box.setEnabled(len(layers) > 1)

    def _refresh(self) -> None:
        if self._looked is None or self._shown is None:
            return
        why, shown = self._looked.look.why, self._shown
        assert why is not None
        quick = quick_pictures(shown, why, self._looked.passage, self.layer)
        self.pictures.set_pictures([given_picture(shown), *quick, *self._slow])
        self.show_pictures()
        self.tell_title(_title(self._looked, why, shown.names))

    def _take(self, found: object) -> None:
        if not isinstance(found, SlowFound) or self._looked is None or not self.is_awake:
            return
        looked, why = self._looked, self._looked.look.why
        key = self._key(found.request.looked, found.request.label)
        if why is not None and key == self._key(looked, why.label):  # about the same model and class still
            self._slow_of, self._slow = key, slow_pictures(found.request.shown, found.slow)
            self._refresh()


def _title(looked: Looked, why: "Quick", names: tuple[str, ...]) -> str:
    passage = looked.passage
    score = float(passage.output[why.label]) * (-1 if passage.architecture.answers_with_distances else 1)
    return tr("Score of {name}: {score}").format(name=names[why.label], score=with_minus(f"{score:.2f}"))
