"""What is measured just now and what is known of it: answers, pictures, how well models hold, the map of a layer."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.evaluate.gallery_content import MISTAKES, Choice, Gallery, GalleryRequest, Kind
from lenet_app.gui.evaluate.mapping import Mapped, Mapping, Method
from lenet_app.gui.evaluate.measuring import (
    Evaluated,
    Evaluation,
    Held,
    Holding,
    KnownFiles,
    Progress,
    Source,
)
from lenet_app.gui.workers.newest import NewestOnly
from lenet_app.gui.workers.searching import Search, Searches
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.storage.library import Entry


class EvaluationDesk(QObject):
    """Has it measured, each on a thread of its own, and knows the newest of it.

    Args:
        home: where data sets lie, and where answers are kept.
        parent: who ends it.
    """

    progressed = Signal(object)
    """How far the answers are, as Progress."""
    evaluated_changed = Signal()
    """Other answers are known, or none any more."""
    rested = Signal(str)
    """Nothing is answered any more; why it failed, in a sentence, or nothing."""
    gallery_changed = Signal(object)
    """The Gallery that was asked for."""
    held_changed = Signal(object)
    """How well models hold, as far as that is known, as Held; None where nothing is."""
    holding_rested = Signal(str)
    map_progressed = Signal(object)
    map_changed = Signal(object)
    """The map, as Mapped; None where there is none."""
    map_rested = Signal(str)
    failed = Signal(str)
    """Pictures could not be read; one sentence."""

    def __init__(self, home: Home, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._known = KnownFiles()
        self.evaluated: Evaluated | None = None
        """What was answered; it stays until other answers are whole."""
        self.choice = MISTAKES
        """Which pictures are looked at."""
        self.held: Held | None = None
        self.method = Method.COMPONENTS
        """How the map is made."""
        self._maps: dict[Method, Mapped] = {}
        self._answers = Searches("evaluation", self)
        self._holding = Searches("robustness", self)
        self._mapping = Searches("map", self)
        self._gallery = NewestOnly("evaluation pictures", lambda request: request.run(), self, is_paced=False)
        self._answers.told.connect(self._take_answers)
        self._answers.ended.connect(lambda _search, sentence: self.rested.emit(sentence))
        self._holding.told.connect(self._take_held)
        self._holding.ended.connect(lambda _search, sentence: self.holding_rested.emit(sentence))
        self._mapping.told.connect(self._take_map)
        self._mapping.ended.connect(lambda _search, sentence: self.map_rested.emit(sentence))
        self._gallery.done.connect(self._take_gallery)
        self._gallery.failed.connect(self.failed)

    @property
    def is_evaluating(self) -> bool:
        """Whether answers are being given."""
        return self._answers.current is not None

    def evaluate(self, chosen: tuple[Model | Entry, ...], source: Source) -> None:
        """Have these models answer this set."""
        self._unwant()
        self._answers.begin(Evaluation(chosen, source, self._home, self._known))

    def stop(self) -> None:
        """Answer no more; what is known stays."""
        self._unwant()
        self._answers.stop()
        self.rested.emit("")

    def _unwant(self) -> None:
        if isinstance(current := self._answers.current, Evaluation):
            current.unwanted.set()

    def look_at(self, choice: Choice) -> None:
        """Have these pictures read."""
        self.choice = choice
        if self.evaluated is not None:
            self._gallery.ask(GalleryRequest(self.evaluated, choice))

    def hold(self, mnist_c: Path | None = None) -> None:
        """Measure how well the models hold, on pictures that are made worse, or on those in a folder of MNIST-C."""
        if (evaluated := self.evaluated) is not None:
            self._set_held(None)
            self._holding.begin(Holding(evaluated.models, evaluated.material.pictures, self._home, mnist_c))

    def stop_holding(self) -> None:
        """Measure that no more; what was measured stays."""
        self._holding.stop()
        self.holding_rested.emit("")

    @property
    def mapped(self) -> Mapped | None:
        """The map, as far as it is made; None before it has begun."""
        return self._maps.get(self.method)

    @property
    def is_mapping(self) -> bool:
        """Whether places are looked for."""
        return self._mapping.current is not None

    def map(self, method: Method) -> None:
        """Find the places of all pictures in this way, unless they are known, and be done with any other way."""
        if method is not self.method:
            self.stop_mapping()
            self.method = method
            self.map_changed.emit(self.mapped)
        evaluated, mapped = self.evaluated, self.mapped
        if evaluated is None or self._mapping.current is not None or (mapped is not None and mapped.is_whole):
            return
        self._mapping.begin(Mapping(evaluated.models[0], evaluated.material.pictures, method))

    def stop_mapping(self) -> None:
        """Look for places no more."""
        self._mapping.stop()
        self.map_rested.emit("")

    def finish(self) -> None:
        """End the threads; this is the end."""
        self._unwant()
        for one in (self._answers, self._holding, self._mapping, self._gallery):
            one.finish()

    def _take_answers(self, _search: Search, report: object) -> None:
        if isinstance(report, Progress):
            self.progressed.emit(report)
        elif isinstance(report, Evaluated):
            before, self.evaluated = self.evaluated, report
            self.stop_holding()
            self._set_held(None)
            if not _is_map_of(report, before):
                self.stop_mapping()
                self._maps = {}
                self.map_changed.emit(None)
            if not _has(report, self.choice):
                self.choice = MISTAKES
            self.evaluated_changed.emit()
            self.look_at(self.choice)

    def _take_gallery(self, gallery: Gallery) -> None:
        if gallery.choice == self.choice:
            self.gallery_changed.emit(gallery)

    def _take_held(self, _search: Search, report: object) -> None:
        assert isinstance(report, Held)
        self._set_held(report)

    def _set_held(self, held: Held | None) -> None:
        self.held = held
        self.held_changed.emit(held)

    def _take_map(self, _search: Search, report: object) -> None:
        if isinstance(report, Progress):
            self.map_progressed.emit(report)
        elif isinstance(report, Mapped):
            self._maps[report.method] = report
            self.map_changed.emit(report)


def _is_map_of(now: Evaluated, before: Evaluated | None) -> bool:
    """Whether a map of earlier answers is one of these: the same model, the same pictures."""
    if before is None:
        return False
    return now.models[0] is before.models[0] and now.material.pictures is before.material.pictures


def _has(evaluated: Evaluated, choice: Choice) -> bool:
    """Whether there are such pictures among these answers."""
    if choice.kind is Kind.DIFFERENT:
        return evaluated.pair is not None
    return max(choice.true, choice.said) < len(evaluated.material.class_names)
