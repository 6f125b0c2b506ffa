"""Which data set's pictures can be looked at: those that the model in use learned, or others of which that is told."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import DataSetPicture, Subject
from lenet_app.gui.canvas.content import ShownPicture
from lenet_app.gui.draw.widgets.data_set_browser import DataSetBrowser, Verdict
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognition


class DataSetPictures(QObject):
    """Wires the row of buttons to a data set, and keeps both to the model in use.

    Args:
        browser: the row.
        in_use: who answers.
        background: where data sets are read.
        downloads: the folder of downloaded data sets.
        place_of: where the data set of a name can be read; None where it is not on this computer.
        parent: who ends it.
    """

    changed = Signal(object)
    """The DataSet whose pictures can be looked at from now on."""
    shown = Signal(object)
    """A ShownPicture that somebody wants to see."""
    failed = Signal(str)
    """One sentence: why a data set cannot be read."""

    def __init__(
        self,
        browser: DataSetBrowser,
        in_use: ModelInUse,
        background: Background,
        downloads: Path,
        place_of: Callable[[str], str | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._browser, self._in_use, self._background = browser, in_use, background
        self._downloads, self._place_of = downloads, place_of
        self._data_set: DataSet | None = None
        self._reading, self._asked = "", 0
        """What is being read, and how many pictures were asked for so far."""
        browser.requested.connect(self._show)
        browser.offer_accepted.connect(self._take_offer)

    @property
    def data_set(self) -> DataSet | None:
        """The data set whose pictures can be looked at; None until one is read."""
        return self._data_set

    def set_data_set(self, data_set: DataSet) -> None:
        """Lead through the pictures of this data set."""
        is_first = self._data_set is None
        self._data_set, self._reading = data_set, ""
        self._browser.set_data_set(data_set.title, test=len(data_set.test), training=len(data_set.training))
        if is_first and self._in_use.model is not None:
            self.follow(self._in_use.model)
        else:
            self.look_again()
        self.changed.emit(data_set)

    def load(self, name: str = catalogue.MNIST) -> None:
        """Read a data set by its name or path, beside the window."""
        self._reading = name
        self._browser.withdraw_offer()
        self._background.run(lambda: catalogue.load(name, self._downloads), self.set_data_set, self._on_unreadable)

    def follow(self, model: Model) -> None:
        """Lead through the pictures that the model was trained on, unless others of their kind are shown."""
        place = self._place_for(model)
        if place is not None and not self._is_like(model):
            self.load(place)
        else:
            self.look_again()

    def look_again(self) -> None:
        """Say whether the pictures are those that the model in use learned, and whether these can be had."""
        model, shown = self._in_use.model, self._data_set
        if model is None or shown is None or self._reading or self._is_like(model):
            self._browser.withdraw_offer()
            return
        name = model.making.data_set
        fits = shown.channels == model.architecture.input_shape[0]
        if self._place_for(model) is not None:
            self._browser.offer(tr("Show pictures of {title}").format(title=_title(name)), is_usable=fits)
        elif name is not None:
            sentence = tr("{model} learned {title}, which is not on this computer.")
            sentence = sentence.format(model=model.name, title=_title(name))
            self._browser.explain(sentence, title="" if fits else _title(name), is_usable=fits)
        elif not fits:
            sentence = tr("{title} has no pictures that {model} takes.").format(title=shown.title, model=model.name)
            self._browser.explain(sentence, title="", is_usable=False)
        else:
            self._browser.withdraw_offer()

    def tell_label(self, subject: Subject | None) -> None:
        """Tell the true label where the picture of a data set is there."""
        if isinstance(subject, DataSetPicture):
            self._browser.say(subject.label, subject.title)
        else:
            self._browser.say("")

    def judge(self, subject: Subject, recognition: Recognition | None) -> None:
        """Mark the true label as right or wrong, once there is an answer to its picture."""
        if not isinstance(subject, DataSetPicture) or recognition is None:
            return
        if subject.label not in recognition.class_names:
            self._browser.judge(None)  # the model knows no such class
        elif not recognition.sure:
            self._browser.judge(Verdict.NOT_SURE)
        else:
            self._browser.judge(Verdict.RIGHT if recognition.label == subject.label else Verdict.WRONG)

    def show_training(self, data_set: DataSet, number: int) -> None:
        """Show a training picture; where the row leads through its data set, the row goes there."""
        self._lead_to(data_set, number, of_test=False)

    def show_test(self, data_set: DataSet, number: int) -> None:
        """Show a test picture in the same way."""
        self._lead_to(data_set, number, of_test=True)

    def _lead_to(self, data_set: DataSet, number: int, *, of_test: bool) -> None:
        if data_set is self._data_set:
            self._browser.go_to(of_test=of_test, index=number)
        else:
            self._show_of(data_set, of_test=of_test, index=number)

    def _is_like(self, model: Model) -> bool:
        """Whether what is shown is of the kind that the model learned."""
        shown, asked = self._data_set, (model.architecture.input_shape[0], model.class_names)
        return shown is not None and (shown.channels, shown.class_names) == asked

    def _place_for(self, model: Model) -> str | None:
        name = model.making.data_set
        return None if name is None else self._place_of(name)

    def _take_offer(self) -> None:
        model = self._in_use.model
        if model is not None and (place := self._place_for(model)) is not None:
            self.load(place)

    def _on_unreadable(self, sentence: str) -> None:
        self._reading = ""
        self.failed.emit(sentence)

    def _show(self, of_test: bool, index: int) -> None:
        if self._data_set is not None:
            self._show_of(self._data_set, of_test=of_test, index=index)

    def _show_of(self, data_set: DataSet, *, of_test: bool, index: int) -> None:
        part = data_set.test if of_test else data_set.training
        self._asked += 1
        asked = self._asked
        if isinstance(part, Pictures):
            self._emit(data_set, part.labels[index], part.images[index])
            return

        def take(found: Pictures) -> None:
            if asked == self._asked:  # nobody has leafed on meanwhile
                self._emit(data_set, found.labels[0], found.images[0])

        # A disk may take its time.
        self._background.run(lambda: part.take(np.array([index])), take, self.failed.emit)

    def _emit(self, data_set: DataSet, label: np.uint8, image: npt.NDArray[np.uint8]) -> None:
        pixels = np.ascontiguousarray(np.broadcast_to(image.transpose(1, 2, 0), (*image.shape[1:], 3)))
        source = DataSetPicture(image, data_set.class_names[label], data_set.title)
        self.shown.emit(ShownPicture(pixels, source=source))


def _title(name: str | None) -> str:
    return Path(catalogue.title_of(name or "")).name
