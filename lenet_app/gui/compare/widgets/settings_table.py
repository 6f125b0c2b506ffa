"""What runs were asked for otherwise: a line for each setting, what is other than in the first run stands out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column, TextTable
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr
from lenet_app.runs.comparison.differences import Settings, differing, label, value_text


class SettingsTable(QWidget):
    """A column for each run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = TextTable((), keeps_names=True)
        self.table.setAccessibleName(tr("What the runs have otherwise"))
        self.table.setToolTip(tr("The settings that are not the same in all of the drawn runs"))
        explain(
            self.table,
            tr(
                "The settings that are not the same in all of the drawn runs. What is other than in the first of them "
                "stands out."
            ),
        )
        self._note = QLabel()
        self._note.setWordWrap(True)
        set_kind(self._note, Kind.SECONDARY)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._note)
        self._stack.addWidget(self.table)

    def show_settings(self, runs: Sequence[tuple[str, Settings]]) -> None:
        """Show these runs' settings, by the names of the runs."""
        names = [name for name in differing([settings for _, settings in runs]) if name != "seed"]
        self._note.setText(
            tr("These runs have nothing otherwise but their seeds.") if len(runs) > 1 else tr("Pin or select two runs.")
        )
        self._stack.setCurrentWidget(self.table if names else self._note)
        columns = [Column(tr("Setting"), tr("What was asked for")), *(Column(name, name) for name, _ in runs)]
        if self.table.texts.columns != tuple(columns):
            self.table.texts.set_columns(columns)
        rows = [(label(name), *(value_text(name, settings.get(name)) for _, settings in runs)) for name in names]
        marked = {
            (row, place) for row, texts in enumerate(rows) for place in range(2, len(texts)) if texts[place] != texts[1]
        }
        tips = {row: ": ".join((texts[0], ", ".join(texts[1:]))) for row, texts in enumerate(rows)}
        self.table.set_rows(rows, tips, marked=marked)
