"""What it costs to be without some units: the accuracy on all test pictures with and without them, class by class."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from lenet_app.gui.inside.accuracy import AccuracyWithout, why_not
from lenet_app.gui.inside.what_if_desk import WhatIfDesk
from lenet_app.gui.inside.widgets.fitted_box import FittedButton
from lenet_app.gui.inside.widgets.numbers_table import NumbersRow, NumbersTable
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.kit.text_table import Column
from lenet_app.gui.look.theme import Kind, set_kind, with_tabular_figures
from lenet_app.inspection.ablation import Ablated
from lenet_app.language import tr, trn


class AccuracyPart(QWidget):
    """Measures on demand what the model in use loses without what is switched off.

    Args:
        desk: knows what is switched off, and the test pictures.
        accuracy: measures, and keeps what it found.
    """

    def __init__(self, desk: WhatIfDesk, accuracy: AccuracyWithout) -> None:
        super().__init__()
        self._desk, self._accuracy = desk, accuracy
        self.line = ElidedLabel()
        set_kind(self.line, Kind.SECONDARY)
        self.line.setFont(with_tabular_figures(self.line.font()))
        self.button = FittedButton((tr("Measure"), tr("Stop")))
        set_kind(self.button, Kind.SMALL)
        tip = tr("Answer all test pictures with and without what is switched off, beside the window")
        self.button.setToolTip(tip)
        self.button.clicked.connect(self._measure_or_stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Pictures measured"))
        self.table = _table()
        # Both keep their place, so that nothing jumps when a measurement begins.
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self.bar)
        self._stack.setFixedHeight(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.line, 1)
        head.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._stack)
        layout.addWidget(self.table, 1)
        accuracy.changed.connect(self.refresh)
        desk.data_set_changed.connect(self.refresh)

    @property
    def shown(self) -> Ablated | None:
        """What is told: what was found, or how far it is."""
        desk = self._desk
        if desk.model is None or desk.data_set is None or not desk.off:
            return None
        return self._accuracy.result(desk.model, desk.off, desk.data_set) or self._accuracy.latest

    def refresh(self) -> None:
        """Show what is known of what is switched off now."""
        if not self.isVisible():
            return
        desk, shown, is_running = self._desk, self.shown, self._accuracy.is_running
        fault = "" if desk.model is None else why_not(desk.model, desk.data_set)
        is_whole = shown is not None and shown.pictures == shown.total
        self.button.setText(tr("Stop") if is_running else tr("Measure"))
        self.button.setEnabled(is_running or (bool(desk.off) and not fault and not is_whole))
        self._stack.setCurrentIndex(1 if is_running else 0)
        if is_running and shown is not None:
            self.bar.setRange(0, shown.total)
            self.bar.setValue(shown.pictures)
        self.line.setText(fault or self._text(shown))
        names = () if desk.model is None or shown is None else desk.model.class_names
        self.table.show_lines([] if shown is None else _lines(shown, names))

    def _text(self, shown: Ablated | None) -> str:
        if not self._desk.off:
            return tr("Switch off a map or a unit to measure what it is worth.")
        if shown is None:
            count = 0 if self._desk.data_set is None else len(self._desk.data_set.test)
            text = trn("Cost on {count} test picture", "Cost on {count} test pictures", count)
            return text.format(count=f"{count:,}")
        numbers = {"other": f"{shown.changed:,}", "all": f"{shown.pictures:,}"}
        return tr("{other} of {all} answered otherwise").format(**numbers)

    def _measure_or_stop(self) -> None:
        desk = self._desk
        if self._accuracy.is_running:
            self._accuracy.stop()
        elif desk.model is not None and desk.data_set is not None:
            self._accuracy.measure(desk.model, desk.off, desk.data_set)


def _table() -> NumbersTable:
    columns = (
        Column(tr("Class")),
        Column(tr("pictures"), tr("How many of it were answered"), is_figure=True),
        Column(tr("with"), tr("The share that the whole network answers rightly"), is_figure=True),
        Column(tr("without"), tr("The share that is right without what is switched off"), is_figure=True),
        Column(tr("change"), tr("Points of the hundred that are lost, or won"), is_figure=True),
    )
    table = NumbersTable(tr("Accuracy"), tr("What each class loses without what is switched off."), columns)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    explain(table, tr("The accuracy on the test pictures with and without what is switched off, class by class."))
    return table


def _lines(shown: Ablated, names: tuple[str, ...]) -> list[NumbersRow]:
    """All classes together, then each; what has no pictures yet is left open."""
    counts = [(sum(shown.of_class), sum(shown.right), sum(shown.right_without))]
    counts += zip(shown.of_class, shown.right, shown.right_without, strict=True)
    lines = []
    for name, (count, right, without) in zip((tr("All"), *names), counts, strict=True):
        share = [100 * some / count if count else float("nan") for some in (right, without)]
        texts = [f"{one:.2f} %" if count else "" for one in share]
        change = with_minus(f"{share[1] - share[0]:+.2f}") if count else ""
        lines.append(NumbersRow((name, f"{count:,}", *texts, change)))
    return lines
