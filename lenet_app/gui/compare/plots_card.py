"""The lower half of the page: curves at the left, results, settings and answers at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.compare.widgets.choice_row import Choice, ChoiceRow
from lenet_app.gui.compare.widgets.digit_view import DigitView
from lenet_app.gui.compare.widgets.settings_table import SettingsTable
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.kit.fields import ListBox, widest
from lenet_app.gui.kit.wrapping_row import WrappingRow
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.plots.plot import Plot
from lenet_app.language import tr
from lenet_app.runs.comparison.courses import Along, Cost, Course, Measure, learning_chart, results_chart
from lenet_app.runs.comparison.groups import Group
from lenet_app.runs.comparison.names import names_of

SETTINGS, DIGIT = "settings", "digit"
_AROUND, _WIDEST_LIST = 52, 220


@dataclass(frozen=True, eq=False)
class Drawn:
    """A group that is drawn.

    Args:
        title: by which it is told from the others that are drawn.
        group: its runs.
        colour: the number of its colour.
    """

    title: str
    group: Group
    colour: int


class PlotsCard(QWidget):
    """Shows what is drawn in four ways beside the curves."""

    choice_changed = Signal()
    """Something else is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measure = ListBox(0)
        self.measure.setMaximumWidth(_WIDEST_LIST)
        for one in Measure:
            self.measure.addItem(one.label, one)
        room = widest(self.measure, (one.label for one in Measure)) + _AROUND
        self.measure.setMinimumWidth(min(room, _WIDEST_LIST))
        self.measure.setAccessibleName(tr("What the curves show"))
        self.measure.currentTextChanged.connect(self._tell_measure)
        self._tell_measure(self.measure.currentText())
        self.along = ChoiceRow(
            tr("What the curves are drawn along"),
            (
                Choice(Along.EPOCH, tr("Epoch"), tr("Draw the curves along the epochs")),
                Choice(Along.STEP, tr("Step"), tr("Draw the curves along the steps, a batch each")),
                Choice(Along.SECONDS, tr("Seconds"), tr("Draw the curves along the seconds of training")),
            ),
        )
        self.view = ChoiceRow(
            tr("What is shown beside the curves"),
            (
                Choice(Cost.SECONDS, tr("Seconds"), tr("Right answers against the seconds of training")),
                Choice(Cost.PARAMETERS, tr("Size"), tr("Right answers against the size of the network")),
                Choice(SETTINGS, tr("Settings"), tr("What the drawn runs were asked for otherwise")),
                Choice(DIGIT, tr("My digit"), tr("What the first two of the drawn runs say of your drawing")),
            ),
        )
        self.curves, self.results = Plot(), Plot()
        self.settings, self.digit = SettingsTable(), DigitView()
        self._stack = QStackedWidget()
        for widget in (self.results, self.settings, self.digit):
            self._stack.addWidget(widget)
        self._was_chosen = False
        self._lay_out()
        self.measure.activated.connect(self._on_measure)
        self.along.chosen.connect(lambda _key: self.choice_changed.emit())
        self.view.chosen.connect(self._on_view)

    def _lay_out(self) -> None:
        left = WrappingRow(self.measure, self.along, parts=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(_card(left, self.curves), 52)
        layout.addWidget(_card(self.view, self._stack), 48)

    def hasHeightForWidth(self) -> bool:
        """The plots take what is left, however many lines stand above them."""
        return False

    @property
    def chosen_view(self) -> str:
        """Which of the four is shown."""
        return self.view.current

    def show_drawn(
        self,
        drawn: Sequence[Drawn],
        shared: str,
        all_groups: Sequence[Group],
        courses: Callable[[Group], tuple[Course, ...]],
    ) -> None:
        """Draw these.

        Args:
            drawn: whose curves are shown, and which have colours.
            shared: the title that all of them have, beside their names; empty for none.
            all_groups: whose results are shown.
            courses: how runs of a group went, as far as that is read.
        """
        found = [(one, courses(one.group)) for one in drawn]
        if not self._was_chosen and found:
            has_hold_out = any(course.has_hold_out for _, some in found for course in some)
            usual = Measure.HOLD_OUT if has_hold_out or not any(some for _, some in found) else Measure.TRAINING
            self.measure.setCurrentIndex(self.measure.findData(usual))
        measure = Measure(self.measure.currentData())
        curves = [(one.title, some, one.colour) for one, some in found]
        self.curves.set_chart(learning_chart(curves, measure, Along(self.along.current), shared))
        if self.chosen_view in (Cost.SECONDS, Cost.PARAMETERS):
            coloured = {one.group.key for one in drawn}
            others = [group for group in all_groups if group.key not in coloured]
            results: list[tuple[str, Group, int | None]]
            results = [(name, group, None) for name, group in zip(names_of(others).each, others, strict=True)]
            results += [(one.title, one.group, one.colour) for one in drawn]
            self.results.set_chart(results_chart(results, Cost(self.chosen_view)))
        elif self.chosen_view == SETTINGS:
            self.settings.show_settings([(one.title, one.group.settings) for one in drawn])

    def keepsakes(self) -> tuple[Keepsake, ...]:
        """Both plots, as far as they show something."""
        results = self.results.keepsakes() if self._stack.currentWidget() is self.results else ()
        return (*self.curves.keepsakes(), *results)

    def _tell_measure(self, text: str) -> None:
        told = tr("What the curves show: right answers or the loss, on which pictures")
        self.measure.setToolTip(f"{text}\n{told}")

    def _on_measure(self) -> None:
        self._was_chosen = True
        self.choice_changed.emit()

    def _on_view(self, key: str) -> None:
        widgets: dict[str, QWidget] = {SETTINGS: self.settings, DIGIT: self.digit}
        self._stack.setCurrentWidget(widgets.get(key, self.results))
        self.choice_changed.emit()


def _card(head: QWidget, body: QWidget) -> QFrame:
    card = QFrame()
    set_kind(card, Kind.CARD)
    card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(10, 8, 10, 8)
    layout.setSpacing(6)
    layout.addWidget(head)
    layout.addWidget(body, 1)
    return card
