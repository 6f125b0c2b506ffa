"""Evaluate: how good a model is, where it fails, how well it holds, and how a second one differs from it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.data.catalogue import is_own
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.evaluate.desk import EvaluationDesk
from lenet_app.gui.evaluate.figures import remark_on
from lenet_app.gui.evaluate.gallery_content import MISTAKES, Choice, Gallery, Kind, nothing_text, title_of
from lenet_app.gui.evaluate.keepsakes import confusion_keepsakes, figure_keepsakes, gallery_keepsakes
from lenet_app.gui.evaluate.measuring import Progress
from lenet_app.gui.evaluate.plots import EvaluationPlots
from lenet_app.gui.evaluate.sources import Sources
from lenet_app.gui.evaluate.widgets.choices import Choices
from lenet_app.gui.evaluate.widgets.results import Results
from lenet_app.gui.inside.keep.keeping import Keeping
from lenet_app.gui.kit.file_dialogs import Folders, Purpose, file_dialog
from lenet_app.gui.kit.notice import Notice
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.look import theme
from lenet_app.language import tr
from lenet_app.paths import Home
from lenet_app.storage.library import Entry


class EvaluatePage(QWidget, WindowPage):
    """Choose a model and pictures; all that its answers tell follows.

    Args:
        in_use: who answers, and is measured unless another model is chosen.
        home: where data sets lie, and where answers are kept.
        folders: where dialogs begin.
    """

    picture_chosen = Signal(object, int)
    """The DataSet and the number of a test picture that somebody wants on the canvas."""
    file_chosen = Signal(object)
    """The path of a picture that somebody wants on the canvas."""
    sets_requested = Signal()
    """Somebody wants data sets that are not listed."""

    def __init__(self, in_use: ModelInUse, home: Home, folders: Folders) -> None:
        super().__init__()
        self._in_use, self._folders = in_use, folders
        self._entries: tuple[Entry, ...] = ()
        self._is_stale = True
        self.gallery: Gallery | None = None
        """The pictures that are shown."""
        self.sources, self.desk = Sources(), EvaluationDesk(home, self)
        self.choices, self.results, self._sentence = Choices(), Results(), QLabel()
        self._stack = QStackedWidget()
        self._lay_out()
        self.notice = Notice(self)
        self.keeping = Keeping(self, folders)
        self.plots = EvaluationPlots(self.desk, self.results.plots, self._pick)
        self._wire()
        self._list()
        self._say(tr("How good a model is, where it fails and how well it holds is shown here."))

    def _lay_out(self) -> None:
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_kind(self._sentence, theme.Kind.SECONDARY)
        self._stack.addWidget(self._sentence)
        self._stack.addWidget(self.results)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.choices)
        layout.addWidget(self._stack, 1)

    def _wire(self) -> None:
        choices, desk, results = self.choices, self.desk, self.results
        choices.changed.connect(self._on_chosen)
        choices.folder_requested.connect(lambda: self._ask(is_folder=True))
        choices.table_requested.connect(lambda: self._ask(is_folder=False))
        choices.sets_requested.connect(self.sets_requested)
        choices.search_bar.begun.connect(self.evaluate)
        choices.search_bar.stopped.connect(self._stop)
        desk.progressed.connect(self._show_progress)
        desk.evaluated_changed.connect(self._show)
        desk.rested.connect(self._rest)
        desk.gallery_changed.connect(self._show_gallery)
        desk.failed.connect(self.notice.say)
        results.confusion.cell_chosen.connect(lambda true, said: self.look_at(Choice(Kind.CELL, true, said)))
        results.bars.class_chosen.connect(lambda true: self.look_at(Choice(Kind.CLASS, true)))
        results.gallery.mistakes_wanted.connect(lambda: self.look_at(MISTAKES))
        results.gallery.different_wanted.connect(lambda: self.look_at(Choice(Kind.DIFFERENT)))
        results.gallery.pictures.picked.connect(self._pick_shown)
        results.plots.mnist_c_requested.connect(self._ask_mnist_c)
        self._in_use.finished_changed.connect(self._follow_model)
        self._wire_keeping()

    def _wire_keeping(self) -> None:
        desk, results, give = self.desk, self.results, self.keeping.give_menu
        self.keeping.refused.connect(self.notice.say)
        give(results.figures_button, lambda: figure_keepsakes(desk.evaluated, results.bars))
        give(results.confusion_button, lambda: confusion_keepsakes(desk.evaluated, results.confusion))
        pictures = results.gallery.pictures
        give(results.gallery.save_button, lambda: gallery_keepsakes(desk.evaluated, desk.choice, pictures))
        give(results.plots.save_button, results.plots.keepsakes)

    # What the window asks

    def take_focus(self) -> None:
        """One begins with the model."""
        self.choices.model_box.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what was chosen meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self.evaluate()

    def finish(self) -> None:
        """End the threads."""
        self.desk.finish()
        self.keeping.finish()

    # What is measured

    @property
    def sentence(self) -> str:
        """What stands in the place of results; empty where there are some."""
        return self._sentence.text() if self._stack.currentWidget() is self._sentence else ""

    def set_models(self, entries: Sequence[Entry]) -> None:
        """These models can be measured."""
        self._entries = tuple(entries)
        before = self._chosen
        self._list()
        if self._chosen != before:  # one of them is gone
            self.evaluate()

    @property
    def _chosen(self) -> tuple[object, object]:
        first, second = self.choices.model, self.choices.second
        return first and first.key, second and second.key

    def set_sets(self, sets: Sequence[tuple[str, str]]) -> None:
        """These data sets are here: name or path, and title."""
        before = self.sources.chosen
        self.sources.set_sets(sets)
        self._list()
        if self.sources.chosen != before:  # it is gone
            self.evaluate()

    def take_new_samples(self) -> None:
        """The user's own digits are others than before: they are measured with anew where they are chosen."""
        if is_own(self.sources.chosen):
            self.evaluate()

    def open_own(self, path: Path) -> None:
        """Measure with pictures of one's own: a folder with a folder for each class, or a table."""
        self.sources.choose_own(path)
        self._list()
        self.evaluate()

    def evaluate(self) -> None:
        """Have the chosen models answer the chosen pictures; while nobody sees the page that waits."""
        chosen = self.choices.model
        model, entry = (chosen, chosen) if chosen is not None else (self._in_use.finished, self._in_use.entry)
        self._is_stale = not self.isVisible() or model is None
        if self._is_stale or model is None:
            return
        source = self.sources.source(entry)
        if source is None:
            self.desk.stop()
            sentence = tr("{model} learned {title}, which is not on this computer: choose other pictures, or get it.")
            assert entry is not None
            self._say(sentence.format(model=entry.name, title=entry.data_set))
            return
        self.notice.dismiss()
        second = self.choices.second
        self.choices.search_bar.show()
        self.choices.search_bar.show_progress(0, 1)
        if self.sentence:
            self._say(tr("The pictures are being answered…"))
        self.desk.evaluate((model,) if second is None else (model, second), source)

    def look_at(self, choice: Choice) -> None:
        """Show these pictures."""
        self.desk.look_at(choice)
        self._mark()

    def _list(self) -> None:
        """List models and sets."""
        finished = self._in_use.finished
        self.choices.set_models(self._entries, "" if finished is None else finished.name)
        entry = self.choices.model or self._in_use.entry
        self.choices.set_sets(self.sources.listed(entry), self.sources.chosen)

    def _on_chosen(self) -> None:
        self.sources.chosen = self.choices.set_key
        self._list()
        self.evaluate()

    def _follow_model(self) -> None:
        self._list()
        if self.choices.model is None:
            self.evaluate()

    def _stop(self) -> None:
        self._say(tr("The measuring was stopped."))
        self.desk.stop()

    def _rest(self, sentence: str) -> None:
        self.choices.search_bar.rest()
        if sentence:
            self._say(sentence)
        self.choices.search_bar.setVisible(bool(self.sentence))  # where all is measured there is nothing to begin

    def _say(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._stack.setCurrentWidget(self._sentence)

    # What is shown of it

    def _show_progress(self, progress: Progress) -> None:
        self.choices.search_bar.show_progress(progress.done, progress.total)

    def _show(self) -> None:
        evaluated = self.desk.evaluated
        assert evaluated is not None
        self.results.show_evaluated(evaluated)
        self._mark()
        self._stack.setCurrentWidget(self.results)
        if sentence := remark_on(evaluated):
            self.notice.say(sentence)

    def _mark(self) -> None:
        """Show what is looked at in the matrix and among the buttons."""
        choice = self.desk.choice
        self.results.confusion.set_chosen((choice.true, choice.said) if choice.kind is Kind.CELL else None)
        self.results.gallery.show_choice(
            is_mistakes=choice.kind is Kind.MISTAKES, is_different=choice.kind is Kind.DIFFERENT
        )

    def _show_gallery(self, gallery: Gallery) -> None:
        if (evaluated := self.desk.evaluated) is not None:
            self.gallery = gallery
            title = title_of(evaluated, gallery.choice)
            self.results.gallery.show_pictures(title, gallery.pictures, nothing_text(gallery.choice))

    def _pick_shown(self, place: int) -> None:
        if self.gallery is not None:
            self._pick(int(self.gallery.numbers[place]))

    def _pick(self, number: int) -> None:
        """Have a picture on the canvas, by its number."""
        evaluated = self.desk.evaluated
        if evaluated is None:
            return
        if evaluated.material.data_set is not None:
            self.picture_chosen.emit(evaluated.material.data_set, number)
        else:
            self.file_chosen.emit(evaluated.material.files[number].path)

    # What is opened

    def _ask(self, *, is_folder: bool) -> None:
        title = tr("Measure with a folder of pictures") if is_folder else tr("Measure with a table of pictures")
        dialog = file_dialog(self, title, Purpose.DATA_SETS, self._folders)
        if is_folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilters([tr("Tables (*.csv)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.open_own(Path(name)))
        dialog.open()

    def _ask_mnist_c(self) -> None:
        dialog = file_dialog(self, tr("Choose the folder of MNIST-C"), Purpose.DATA_SETS, self._folders)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.plots.hold(Path(name)))
        dialog.open()
