"""Compare: every kept run in one table, the chosen ones drawn, what they have otherwise, and a report of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lenet_app.charts.chart import Points
from lenet_app.gui.answering.model_in_use import ModelInUse
from lenet_app.gui.answering.subjects import Answer
from lenet_app.gui.compare.desk import RunDesk
from lenet_app.gui.compare.digit_desk import DigitDesk, Said
from lenet_app.gui.compare.lines import lines_of
from lenet_app.gui.compare.plots_card import DIGIT, Drawn, PlotsCard
from lenet_app.gui.compare.run_actions import RunActions
from lenet_app.gui.compare.widgets.choice_row import Choice, ChoiceRow
from lenet_app.gui.compare.widgets.run_table import RunTable
from lenet_app.gui.inside.keep.keeping import Keeping
from lenet_app.gui.inside.keep.keepsake import Form, Keepsake, Write
from lenet_app.gui.kit.file_dialogs import Folders
from lenet_app.gui.kit.page_notice import PageNotice
from lenet_app.gui.kit.window_page import WindowPage
from lenet_app.gui.kit.wrapping_row import WrappingRow
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.system.links import open_link
from lenet_app.language import tr
from lenet_app.paths import Home
from lenet_app.runs.comparison.courses import Course
from lenet_app.runs.comparison.facts import RunFacts
from lenet_app.runs.comparison.groups import Group, grouped
from lenet_app.runs.comparison.names import names_of
from lenet_app.runs.comparison.report import Compared, as_html
from lenet_app.runs.kept.store import RunStore
from lenet_app.storage.files import write_whole

_MOST_DRAWN, _FIRST_DRAWN = 8, 4
"""Groups with curves at most, and where nothing is pinned or selected."""
_MOST_CHIPS = 5
_ALL = ""
_PAUSE = 150
"""Milliseconds after the last letter of a filter."""


class ComparePage(QWidget, WindowPage):
    """Lists, draws and reports kept runs."""

    train_requested = Signal()
    """Somebody wants to train: there is nothing to compare yet."""

    def __init__(self, home: Home, in_use: ModelInUse, folders: Folders) -> None:
        super().__init__()
        self.desk = RunDesk(RunStore(home.runs), self)
        self.digit_desk = DigitDesk(in_use, self)
        self.keeping = Keeping(self, folders)
        self._groups: tuple[Group, ...] = ()
        self._drawn: tuple[Drawn, ...] = ()
        self._shared = ""
        self._told: frozenset[str] = frozenset()
        self.filter, self.chips, self.table = QLineEdit(), ChoiceRow(tr("Folders")), RunTable()
        self.folder_button, self.save_button = QPushButton(tr("+ Folder")), QPushButton(tr("Save plot"))
        self.report_button, self.more_button = QPushButton(tr("Report (HTML)…")), QPushButton(tr("Selected"))
        self.delete_button = QPushButton(tr("Delete"))
        self.plots = PlotsCard()
        self._pages, self._first, self._body = QStackedWidget(), QLabel(), QWidget()
        self.train_button = QPushButton(tr("Train a network"))
        self._lay_out()
        self.notice = PageNotice(self._body)
        self.actions_of_runs = RunActions(self, self.table, self.desk, self.more_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._wire()
        self.desk.read()  # while Qt lays out and paints for the first time

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText(tr("Filter: name, network, note…"))
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setToolTip(tr("List only the runs in whose name, network, data set, note or tags each word stands"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(208)
        self.folder_button.setToolTip(tr("List the selected runs in a folder of their own"))
        self.save_button.setToolTip(tr("Save a plot as a picture or as numbers"))
        self.report_button.setToolTip(tr("Save a page of the web about the drawn runs, which opens without a network"))
        self.more_button.setToolTip(tr("What can be done with the selected runs"))
        self.delete_button.setToolTip(tr("Put the selected runs into the trash; they can be brought back"))
        set_kind(self.folder_button, Kind.FLAT)
        head = QHBoxLayout()
        head.setSpacing(8)
        buttons = WrappingRow(self.save_button, self.report_button, self.more_button, self.delete_button)
        for widget in (self.filter, self.chips, self.folder_button):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        head.addStretch(1)
        head.addWidget(buttons)
        card = QFrame()
        set_kind(card, Kind.CARD)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(6, 8, 6, 6)
        inner.addWidget(self.table)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(card, 50)
        self.plots.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column.addWidget(self.plots, 50)
        self._pages.addWidget(self._body)
        self._pages.addWidget(self._empty())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.addWidget(self._pages)

    def _empty(self) -> QWidget:
        """What is seen while there is no run: what the page is for, and the button that fills it."""
        page = QWidget()
        self._first.setText(
            tr("Every training is kept here: compare their curves, their results, and what they were asked for.")
        )
        self._first.setWordWrap(True)
        self._first.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_kind(self.train_button, Kind.PRIMARY)
        self.train_button.setToolTip(tr("Go to the page Train, where a first run is made"))
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addWidget(self._first)
        column.addSpacing(12)
        column.addWidget(self.train_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _wire(self) -> None:
        self.desk.changed.connect(self._list)
        self.desk.changed.connect(self._tell_unusable)
        self.desk.courses_changed.connect(self._draw)
        self.desk.failed.connect(self.notice.say)
        self.filter.textEdited.connect(lambda _text: self._timer.start())
        self.filter.textChanged.connect(lambda text: None if text else self._list())
        self._timer.timeout.connect(self._list)
        self.chips.chosen.connect(lambda _key: self._list())
        self.table.chosen_changed.connect(self._choose)
        self.plots.choice_changed.connect(self._draw)
        self.plots.results.pressed.connect(self._choose_point)
        self.folder_button.clicked.connect(self.actions_of_runs.ask_folder)
        self.delete_button.clicked.connect(self.actions_of_runs.delete_chosen)
        self.report_button.clicked.connect(self.ask_report)
        self.train_button.clicked.connect(self.train_requested)
        self.actions_of_runs.told.connect(self.notice.offer)
        self.keeping.give_menu(self.save_button, self.plots.keepsakes)
        self.keeping.refused.connect(self.notice.say)
        self.keeping.written.connect(self._on_written)
        self.digit_desk.answered.connect(self._show_said)
        self.digit_desk.failed.connect(self.notice.say)

    # What the window asks

    def take_focus(self) -> None:
        """One begins with the table."""
        (self.table if self._pages.currentIndex() == 0 else self.train_button).setFocus()

    def refresh(self) -> None:
        """Runs may have come or changed."""
        if self.isVisible():
            self.desk.read()

    def set_answer(self, answer: Answer) -> None:
        """This was asked last on Draw."""
        self.digit_desk.set_answer(answer)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what is there by now."""
        super().showEvent(event)
        if self.desk.is_read:
            self.desk.read()
        self.digit_desk.set_wanted(self.plots.chosen_view == DIGIT)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at answers any more."""
        super().hideEvent(event)
        self.digit_desk.set_wanted(False)

    def finish(self) -> None:
        """End the threads."""
        self.desk.finish()
        self.digit_desk.finish()
        self.keeping.finish()

    # What is listed

    def _list(self) -> None:
        self._pages.setCurrentIndex(0 if self.desk.facts or self.desk.unusable else 1)
        self._offer_folders()
        words, folder = self.filter.text().lower().split(), self.chips.current

        def is_shown(one: RunFacts) -> bool:
            return folder in (_ALL, f"/{one.folder}") and one.matches(words)

        self._groups = grouped(self.desk.facts, is_shown)
        self.table.set_lines(lines_of(self._groups))
        self._choose()

    def _tell_unusable(self) -> None:
        """Tell once what cannot be read."""
        faults = frozenset(one.fault for one in self.desk.unusable)
        if faults - self._told:
            self.notice.say(min(faults - self._told))
        self._told = faults

    def _offer_folders(self) -> None:
        counts = Counter(one.folder for one in self.desk.facts if one.folder)
        total = len(self.desk.facts)
        choices = [Choice(_ALL, tr("All {number}").format(number=total), tr("List all runs"))]
        for name, count in counts.most_common(_MOST_CHIPS):
            tip = tr("List the runs in the folder {name}").format(name=name)
            choices.append(Choice(f"/{name}", tr("{name} {number}").format(name=name, number=count), tip))
        self.chips.set_choices(choices)

    def _choose(self) -> None:
        """Find what is to be drawn: pinned and selected, or else the first lines."""
        chosen = self.table.chosen
        has_any = bool(chosen)
        self.folder_button.setEnabled(has_any)
        self.more_button.setEnabled(has_any or self.actions_of_runs.undo.isEnabled())
        self.delete_button.setEnabled(has_any)
        lines = [line for line in self.table.lines.lines if line.group.pinned]
        lines += [line for line in chosen if line.key not in {one.key for one in lines}]
        lines = (lines or list(self.table.lines.lines[:_FIRST_DRAWN]))[:_MOST_DRAWN]
        groups = [line.group for line in lines]
        names = names_of(groups)
        named = zip(names.each, groups, strict=True)
        self._drawn = tuple(Drawn(name, group, number) for number, (name, group) in enumerate(named))
        self._shared = names.shared
        self.table.set_colours({line.key: number for number, line in enumerate(lines)})
        self.report_button.setEnabled(bool(lines))
        self.digit_desk.set_groups(groups)
        self.desk.want_courses([run for group in groups for run in group.runs])
        self._draw()

    def _draw(self) -> None:
        self.plots.show_drawn(self._drawn, self._shared, self._groups, self._courses_of)
        self.digit_desk.set_wanted(self.isVisible() and self.plots.chosen_view == DIGIT)

    def _courses_of(self, group: Group) -> tuple[Course, ...]:
        return tuple(self.desk.courses[one.run.name] for one in group.runs if one.run.name in self.desk.courses)

    def _choose_point(self, series: int, point: int) -> None:
        """A point of the results was clicked: select its line."""
        points = self.plots.results.chart.series[series]
        if isinstance(points, Points):
            self.table.choose([points.keys[point]])

    def _show_said(self, said: Sequence[Said]) -> None:
        self.plots.digit.show_said(
            [
                (drawn.title, one.recognition, one.threshold, one.note, drawn.colour)
                for one, drawn in zip(said, self._drawn, strict=False)
            ]
        )

    # What is reported

    def ask_report(self) -> None:
        """Ask for a file, and write a page about the drawn runs."""
        facts = tuple({run.run.name: run for one in self._drawn for run in one.group.runs}.values())

        def take() -> Write:
            when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")

            def write(path: Path) -> None:
                write_whole(path, as_html(Compared.of(facts), when).encode())

            return write

        title = tr("Comparison of trainings")
        self.keeping.ask(Keepsake(title, title, {Form.HTML: take}), Form.HTML)

    def _on_written(self, path: Path) -> None:
        sentence = tr("{file} is saved.").format(file=path.name)
        if path.suffix.lower() == ".html":
            self.notice.offer_opening(sentence, lambda: self._open(path))
        else:
            self.notice.say(sentence)

    def _open(self, path: Path) -> None:
        if not open_link(QUrl.fromLocalFile(str(path))):
            self.notice.say(tr("There is no program to open {file} with.").format(file=path.name))
