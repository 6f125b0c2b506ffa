"""The pictures that the model in use learned, where they are on this computer, for whoever looks through them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, PictureSet
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr
from lenet_app.networks.model import Model

MOST = 100_000
"""Pictures that are looked through; of a larger set so many, evenly spread over it."""


@dataclass(frozen=True, eq=False)
class Learned:
    """What a model learned.

    Args:
        data_set: with all of its pictures.
        pictures: the training pictures that are looked through.
        places: the numbers of these among all training pictures; None where they are all.
    """

    data_set: DataSet
    pictures: PictureSet
    places: npt.NDArray[np.intp] | None = None

    @staticmethod
    def of(data_set: DataSet) -> "Learned":
        """Those of a data set that are looked through."""
        training = data_set.training
        if len(training) <= MOST:
            return Learned(data_set, training)
        places = np.linspace(0, len(training) - 1, MOST).astype(np.intp)
        return Learned(data_set, training.part(places), places)

    def number_of(self, index: int) -> int:
        """The number of one of `pictures` among all training pictures."""
        return index if self.places is None else int(self.places[index])


class LearnedPictures(QObject):
    """Knows what the model in use learned, once somebody asks.

    Args:
        in_use: who answers.
        background: where a data set is read.
        downloads: the folder of downloaded ones.
        place_of: where the data set of a name can be read; None where it is not on this computer.
        parent: who ends it.
    """

    found = Signal()
    """Something else is known of the pictures of the model in use."""
    chosen = Signal(object, int)
    """The DataSet and the number of a training picture that somebody wants on the canvas."""
    missed = Signal(str)
    """The name or path of the data set that somebody wants to get."""

    def __init__(
        self,
        in_use: ModelInUse,
        background: Background,
        downloads: Path,
        place_of: Callable[[str], str | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._in_use, self._background, self._downloads = in_use, background, downloads
        self._place_of = place_of
        self._name, self._sentence = "", ""
        self._learned: Learned | None = None

    @property
    def learned(self) -> Learned | None:
        """The pictures that the model in use learned; None while they are not read."""
        return self._learned if self._name and self._name == _name_of(self._in_use.model) else None

    @property
    def sentence(self) -> str:
        """Why there are none, or that they are being read."""
        return "" if self.learned else self._sentence

    @property
    def can_be_got(self) -> bool:
        """Whether they are not on this computer, and where they come from is known."""
        name = _name_of(self._in_use.model)
        return bool(name) and self._place(name) is None

    def look(self) -> None:
        """Find the pictures of the model in use."""
        model = self._in_use.model
        if model is None or self.learned is not None:
            return
        name = _name_of(model)
        place = self._place(name)
        if not name:
            self._sentence = tr("It is not known which pictures {model} learned.").format(model=model.name)
        elif place is None:
            sentence = tr("{model} learned {title}, which is not on this computer.")
            self._sentence = sentence.format(model=model.name, title=Path(catalogue.title_of(name)).name)
        elif name != self._name:
            self._read(name, place)

    def look_again(self) -> None:
        """A data set may have come to this computer."""
        if self.learned is None:
            self.found.emit()

    def show(self, index: int) -> None:
        """Have one of the pictures on the canvas, by its place in `Learned.pictures`."""
        if (learned := self.learned) is not None:
            self.chosen.emit(learned.data_set, learned.number_of(index))

    def get(self) -> None:
        """Lead to where data sets come from."""
        self.missed.emit(_name_of(self._in_use.model))

    def _place(self, name: str) -> str | None:
        if not name:
            return None
        return name if name == catalogue.MNIST else self._place_of(name)  # which comes with the program

    def _read(self, name: str, place: str) -> None:
        self._name, self._learned = name, None
        self._sentence = tr("The pictures of {title} are being read…").format(title=catalogue.title_of(name))

        def take(learned: Learned) -> None:
            if self._name == name:
                self._learned = learned
                self.found.emit()

        def tell(sentence: str) -> None:
            if self._name == name:
                self._name, self._sentence = "", sentence
                self.found.emit()

        self._background.run(lambda: Learned.of(catalogue.load(place, self._downloads)), take, tell)


def _name_of(model: Model | None) -> str:
    return "" if model is None else model.making.data_set or ""
