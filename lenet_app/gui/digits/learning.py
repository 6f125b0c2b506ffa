"""From the samples to a model of one's own, and what a person decides about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.digits.more_chart import more_chart
from lenet_app.gui.digits.personal_thread import PersonalThread
from lenet_app.gui.digits.widgets.personal_card import LearnCard, ResultCard
from lenet_app.gui.labelling.desk import SampleDesk
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr, trn
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.base import base_of
from lenet_app.samples.more import FEW, More, expectation_of, sentence_of
from lenet_app.samples.sample import CLASSES
from lenet_app.storage.library import Entry, ModelLibrary

if TYPE_CHECKING:
    from lenet_app.data.pictures import Pictures
    from lenet_app.samples.personalising import Personalised
    from lenet_app.samples.store import SampleStore


class Learning(QObject):
    """Has the samples learned, shows what came of it, and keeps the model or discards it.

    Once there is something to decide about, the same thread finds out of which digits more are worth writing.

    Args:
        desk: where the samples are.
        in_use: whose copy learns.
        library: where models are kept.
        background: where they are read and written.
        card: where it is asked for.
        result: where it is decided.
        parent: the owner.
    """

    kept = Signal(object, object)
    """Entry and Model, which is to answer from now on."""

    def __init__(
        self,
        *,
        desk: SampleDesk,
        in_use: ModelInUse,
        library: ModelLibrary,
        background: Background,
        card: LearnCard,
        result: ResultCard,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._in_use, self._library, self._background = desk, in_use, library, background
        self._card, self._result = card, result
        self._counts: tuple[int, ...] = (0,) * CLASSES
        self._thread: PersonalThread | None = None
        self._made: Personalised | None = None
        self._is_stopped = False
        self._next: Model | None = None
        """What is to learn as soon as the thread has ended."""
        card.begin_wanted.connect(self.begin)
        card.stop_wanted.connect(self._stop)
        result.use_wanted.connect(self._use)
        result.keep_wanted.connect(self._discard)
        result.more.stop_wanted.connect(self._stop)
        in_use.finished_changed.connect(self._model_changed)  # a method: it ends with this object
        self._tell()

    @property
    def answering(self) -> Recognizer | None:
        """Who answers what is written."""
        return self._in_use.finished_recognizer

    @property
    def made(self) -> "Personalised | None":
        """What nobody has decided about."""
        return self._made

    @property
    def losses(self) -> tuple[str, ...]:
        """What closing the window would lose."""
        if self._made is None:
            return ()
        return (tr("The model {name} is not saved.").format(name=self._made.model.name),)

    def tell_counts(self, counts: tuple[int, ...]) -> None:
        """There are so many samples of each digit."""
        self._counts = counts
        if not sum(counts):
            self._result.more.clear()
        self._tell()

    def _model_changed(self, _model: object) -> None:
        self._tell()

    def _tell(self) -> None:
        model, count = self._in_use.finished, sum(self._counts)
        if model is None or self._card.is_running:
            return
        if not model.knows_digits:
            text = tr("{model} does not answer with digits: choose another model above.").format(model=model.name)
            self._card.tell(text, can_begin=False)
            return
        if not count:
            self._card.tell(tr("Write a few of each digit first: five of each will do."), can_begin=False)
            return
        text = trn("{model} learns your {count} digit.", "{model} learns your {count} digits.", count)
        told = text.format(model=model.making.fine_tuned_from if model.making.own_digits else model.name, count=count)
        few = [str(digit) for digit, number in enumerate(self._counts) if number < FEW]
        if few:
            told += " " + tr("Few so far: {digits}.").format(digits=", ".join(few))
        self._card.tell(told, can_begin=True)

    def begin(self) -> None:
        """Learn all samples, unless something learns already."""
        if self._in_use.finished is not None and not self._card.is_running:
            self._begin(self._in_use.finished)

    def _begin(self, model: Model) -> None:
        self._discard()
        self._card.show_progress(0, 1)
        self._result.notice.dismiss()
        self._result.more.clear()
        if self._thread is not None:  # which still looks for what is worth writing
            self._next = model
            self._thread.stop()
            return
        self._is_stopped = False

        def read(store: "SampleStore") -> "tuple[Model, Pictures]":
            return base_of(model, self._library), store.pictures()

        self._desk.ask(read, lambda found: self._learn(*found), self._fail)

    def _learn(self, start: Model, own: "Pictures") -> None:
        if self._is_stopped:  # while the samples were read
            self._card.rest()
            return
        thread = self._thread = PersonalThread(start, own, self)
        thread.progressed.connect(self._card.show_progress)
        thread.made.connect(lambda made: self._take(start, made))
        thread.looked.connect(self._look)
        thread.found.connect(self._show_more)
        thread.failed.connect(self._fail)
        thread.finished.connect(self._end)
        thread.start()

    def _stop(self) -> None:
        self._is_stopped, self._next = True, None
        if self._thread is not None:
            self._thread.stop()

    def _take(self, start: Model, made: "Personalised") -> None:
        self._made = made
        self._result.show_result(made.figures, start.name, made.model.name)
        self._card.rest()
        self._tell()

    def _look(self, done: int, total: int) -> None:
        if self._next is None:
            self._result.more.show_progress(done, total)

    def _show_more(self, more: More) -> None:
        if self._next is None:
            self._result.more.show_more(sentence_of(more), expectation_of(more), more_chart(more))

    def _fail(self, sentence: str) -> None:
        self._card.rest()
        self._result.notice.say(sentence)

    def _end(self) -> None:
        self._thread = None
        self._card.rest()
        if self._result.more.is_running:  # it was stopped
            self._result.more.clear()
        self._tell()
        if (model := self._next) is not None:
            self._next = None
            self._begin(model)

    def _use(self) -> None:
        if (made := self._made) is None:
            return
        self._result.use_button.setEnabled(False)
        self._result.keep_button.setEnabled(False)

        def save() -> tuple[Entry, Model]:
            from lenet_app.storage.models import read_model  # noqa: PLC0415 - loaded when somebody asks

            entry = self._library.save(made.model)
            return entry, read_model(entry.path)

        def take(saved: tuple[Entry, Model]) -> None:
            self._discard()
            self.kept.emit(*saved)

        def fail(sentence: str) -> None:
            self._result.use_button.setEnabled(True)
            self._result.keep_button.setEnabled(True)
            self._result.notice.say(sentence)

        self._background.run(save, take, fail)

    def _discard(self) -> None:
        self._made = None
        self._result.show_result(None, "", "")

    def finish(self) -> None:
        """Stop, and end the thread."""
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()
