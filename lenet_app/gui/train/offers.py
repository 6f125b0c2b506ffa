"""What came of trainings, until a person has decided about it: use it, keep it for later, or discard it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from lenet_app.data import catalogue
from lenet_app.gui.answering.confidence import percent
from lenet_app.gui.answering.following import Following
from lenet_app.gui.answering.model_switch import ModelSwitch
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.train.widgets.outcome import Decision, Outcome
from lenet_app.gui.train.widgets.strip import Strip
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr, trn
from lenet_app.networks.model import Model
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import SUFFIX, read_model, write_model


@dataclass(frozen=True, eq=False)
class _Offer:
    """A model to decide about.

    Args:
        name: of the model.
        accuracy: on the test pictures of its data set, 0 to 1; None where it was not measured.
        data_set: what people call that; empty where it is not known.
        reads_rows: whether it reads rows; then the accuracy is the share of these read wholly right.
        entry: where it lies; None where it could not be saved.
        model: None for one of an earlier session, which has not been read.
    """

    name: str
    accuracy: float | None
    data_set: str
    reads_rows: bool
    entry: Entry | None
    model: Model | None


class Offers(QObject):
    """Keeps the models that nobody has decided about, the latest in the strip; they outlast the window.

    Args:
        strip: where the decision is asked for.
        notice: where faults are told.
        made: where trainings put their models.
        switch: has another model answer, and knows the library that models go to which are used or kept.
        background: where files are read and written.
        folders: where the dialog for files begins.
        parent: the window.
    """

    def __init__(
        self,
        *,
        strip: Strip,
        notice: Notice,
        made: ModelLibrary,
        switch: ModelSwitch,
        background: Background,
        folders: Folders,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._strip, self._notice, self._window = strip, notice, parent
        self._made = made
        self._in_use, self._switch = switch.in_use, switch
        self._following = Following(switch.in_use, switch, self)
        self._background, self._folders = background, folders
        self._waiting_for: dict[ModelLibrary, list[_Offer]] = {made: []}
        """Where trainings put them tells whose they are."""
        self._is_made = self._is_undoable = False
        strip.outcome.dismissed.connect(self.show)

    @property
    def _waiting(self) -> list[_Offer]:
        return self._waiting_for[self._made]

    def start(self) -> None:
        """Ask again about what nobody decided about in an earlier session."""
        made = self._made
        self._background.run(made.own_entries, lambda found: self._take_undecided(made, found), self._notice.say)

    def turn_to(self, made: ModelLibrary) -> None:
        """Somebody else decides, about models of their own; those of others wait until these are chosen again."""
        self._made = made
        if made not in self._waiting_for:
            self._waiting_for[made] = []
        if not (self._strip.is_running or self._is_undoable):
            self._strip.end(None)
        self.start()

    def _take_undecided(self, made: ModelLibrary, entries: list[Entry]) -> None:
        waiting = self._waiting_for[made]
        known = {offer.name for offer in waiting}
        new = [one for one in entries[::-1] if one.name not in known]
        waiting[:0] = [_Offer(one.name, one.accuracy, "", one.reads_rows, one, None) for one in new]
        if not self._is_undoable:
            self.show()

    def begin(self) -> None:
        """A training begins: Draw follows it."""
        self._is_made = self._is_undoable = False
        self._following.begin()

    def show_epoch(self, model: Model, text: str) -> None:
        """Let Draw try out the network as it is after an epoch, and call it `text`."""
        self._following.show(model, text)

    @property
    def names(self) -> tuple[str, ...]:
        """The models that nobody has decided about, the latest first."""
        return tuple(offer.name for offer in reversed(self._waiting))

    @property
    def losses(self) -> tuple[str, ...]:
        """Models that are not saved, in a sentence each."""
        unsaved = (offer for waiting in self._waiting_for.values() for offer in waiting if offer.entry is None)
        return tuple(tr("The model {name} is not saved.").format(name=offer.name) for offer in unsaved)

    def add(self, entry: Entry, model: Model) -> None:
        """Decide about this one next, or, where somebody else had it trained, once they are chosen again."""
        self._is_made = True
        if not self._made.has(entry):
            told = tr("{model} is trained: it waits for the person who began it.")
            self._notice.say(told.format(model=entry.name))
            return
        title = "" if model.making.data_set is None else catalogue.title_of(model.making.data_set)
        accuracy, data_set = model.metrics.test_accuracy, Path(title).name
        self._waiting.append(_Offer(entry.name, accuracy, data_set, model.reads_rows, entry, model))
        self._following.show(model, tr("{name}, on trial").format(name=entry.name))

    def add_unsaved(self, model: Model) -> None:
        """Keep a model at hand that could not be saved."""
        self._is_made = True
        self._waiting.append(_Offer(model.name, model.metrics.test_accuracy, "", model.reads_rows, None, model))
        self._following.show(model, tr("{name}, not saved").format(name=model.name))

    def take_end(self) -> None:
        """A training has ended: ask about what came of it; where nothing did, the model in use answers again."""
        if not self._is_made:
            self._following.end()
        self._is_made = False
        self.show()

    def show(self) -> None:
        """Ask about the latest one, unless something runs."""
        self._is_undoable = False
        if self._waiting and not self._strip.is_running:
            self._strip.end(self._outcome(self._waiting[-1]))

    def _outcome(self, offer: _Offer) -> Outcome:
        if offer.entry is None:
            return Outcome(tr("{name} is not saved").format(name=offer.name), self._of_unsaved(offer))
        return Outcome(self._text(offer), self._of_saved(offer))

    def _of_unsaved(self, offer: _Offer) -> tuple[Decision, ...]:
        return (
            Decision(
                tr("Save again…"), tr("Choose a place that can be written to"), lambda: self._save_again(offer), True
            ),
            Decision(tr("Discard"), tr("Let the model go; you can undo that"), lambda: self._drop(offer)),
        )

    def _of_saved(self, offer: _Offer) -> tuple[Decision, ...]:
        before = None if offer.reads_rows else self._in_use.entry
        keep = tr("Keep {name}").format(name=before.name) if before is not None else tr("Keep for later")
        use = tr("It answers from now on and at the next start")
        if offer.reads_rows:
            use = tr("It sweeps over rows on Read from now on, and over what is drawn on Draw")
        return (
            Decision(tr("Use it"), use, lambda: self._use(offer), True),
            Decision(keep, tr("That answers on; the new model is listed among yours"), lambda: self._keep(offer)),
            Decision(tr("Discard"), tr("Delete the new model; you can undo that"), lambda: self._discard(offer)),
        )

    def _text(self, offer: _Offer) -> str:
        """The new model beside the one in use, and how many wait behind it."""
        before = None if offer.reads_rows else self._in_use.entry
        figure = _figure(offer.accuracy)
        if offer.reads_rows and offer.accuracy is not None:
            figure = tr("{right} % of rows right").format(right=percent(offer.accuracy, decimals=2))
        parts = [tr("{name}: {figure}").format(name=offer.name, figure=figure)]
        if before is not None and before.name != offer.name:
            parts.append(tr("before: {name}, {figure}").format(name=before.name, figure=_figure(before.accuracy)))
        if behind := len(self._waiting) - 1:
            parts.append(trn("{count} more waits", "{count} more wait", behind).format(count=behind))
        return " · ".join(parts)

    def _decided(self, offer: _Offer, outcome: Outcome | None) -> None:
        """Ask about the next one, or show what came of this decision."""
        for waiting in self._waiting_for.values():
            waiting[:] = [other for other in waiting if other is not offer]
        if not self._strip.is_running:
            self._strip.end(outcome)
        if outcome is None:
            self.show()

    def _refuse(self, sentence: str) -> None:
        """Say why it cannot be done, and ask again."""
        self._notice.say(sentence)
        self.show()

    def _use(self, offer: _Offer) -> None:
        entry, library = offer.entry, self._switch.library
        assert entry is not None

        def adopt() -> tuple[Entry, Model]:
            adopted = library.adopt(entry)
            return adopted, read_model(adopted.path)

        def use(adopted: tuple[Entry, Model]) -> None:
            if library is self._switch.library:  # else it is listed when that person is chosen again
                self._following.end()
                self._switch.take_saved(*adopted)
            self._decided(offer, None)

        self._background.run(adopt, use, self._refuse)

    def _keep(self, offer: _Offer) -> None:
        entry, library = offer.entry, self._switch.library
        assert entry is not None

        def keep(_adopted: Entry) -> None:
            self._following.end()
            self._switch.list_again()
            self._decided(offer, None)

        self._background.run(lambda: library.adopt(entry), keep, self._refuse)

    def _discard(self, offer: _Offer) -> None:
        entry, model, made = offer.entry, offer.model, self._made
        assert entry is not None

        def discard() -> Model:
            kept = model or read_model(entry.path)
            made.delete(entry)
            return kept

        def tell(kept: Model) -> None:
            self._following.end()
            self._tell_discarded(offer, lambda: self._bring_back(kept, made))

        self._background.run(discard, tell, self._refuse)

    def _bring_back(self, model: Model, made: ModelLibrary) -> None:
        def take(entry: Entry) -> None:
            if made is self._made:
                self.add(entry, model)
            self.show()

        self._background.run(lambda: made.save(model), take, self._refuse)

    def _drop(self, offer: _Offer) -> None:
        """Let a model go that is saved nowhere, unless that is undone at once."""
        waiting = self._waiting

        def bring_back() -> None:
            waiting.append(offer)
            self.show()

        self._following.end()
        self._tell_discarded(offer, bring_back)

    def _tell_discarded(self, offer: _Offer, bring_back: Callable[[], None]) -> None:
        undo = Decision(tr("Undo"), tr("Bring the model back"), bring_back)
        self._decided(offer, Outcome(tr("{name} is discarded").format(name=offer.name), (undo,), True))
        self._is_undoable = not self._strip.is_running

    def _save_again(self, offer: _Offer) -> None:
        model = offer.model
        assert model is not None
        dialog = file_dialog(self._window, tr("Save the model"), Purpose.MODELS, self._folders)
        dialog.selectFile(f"{model.name}{SUFFIX}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(lambda name: self._save_to(offer, model, Path(name)))
        dialog.rejected.connect(self.show)
        dialog.open()

    def _save_to(self, offer: _Offer, model: Model, path: Path) -> None:
        def tell(_nothing: None) -> None:
            self._following.end()
            self._switch.list_again()
            self._decided(offer, Outcome(tr("{name} is saved in {file}").format(name=offer.name, file=path)))

        self._background.run(lambda: write_model(model, path), tell, self._refuse)


def _figure(accuracy: float | None) -> str:
    if accuracy is None:
        return tr("not measured")
    return tr("{right} % right").format(right=percent(accuracy, decimals=2))
