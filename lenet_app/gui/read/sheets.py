"""The sheets that numbers are written on: one for each number, and an empty one to begin the next on."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from lenet_app.gui.read.session import ReadingSession
from lenet_app.gui.read.widgets.writing_panel import WritingPanel
from lenet_app.ink.strokes import Drawing
from lenet_app.language import tr


class Sheets(QObject):
    """Keeps the sheets, and has the session read what is written on them.

    Args:
        session: keeps what is read.
        stack: what shows pictures and sheets.
    """

    begun = Signal(int)
    """The key of a number that was just begun."""

    def __init__(self, session: ReadingSession, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._session, self._stack = session, stack
        self._panels: dict[int, WritingPanel] = {}
        self._fresh: WritingPanel | None = None

    def of(self, key: int | None) -> WritingPanel | None:
        """The sheet of this item; None where it has none. Of no item the empty sheet, if it was laid out."""
        return self._fresh if key is None else self._panels.get(key)

    def lay_out(self) -> WritingPanel:
        """The empty sheet, made where there is none."""
        if self._fresh is None:
            self._fresh = self._made()
        return self._fresh

    def take(self, drawing: Drawing) -> None:
        """Have what was drawn on a square canvas read by its strokes, on a sheet of its own, to be gone on with."""
        self._made().take(drawing)

    def _made(self) -> WritingPanel:
        panel = WritingPanel()
        self._stack.addWidget(panel)
        panel.canvas.setAcceptDrops(False)  # the whole page takes them
        panel.canvas.content_changed.connect(lambda drawing: self._on_written(panel, drawing))
        return panel

    def forget(self, key: int) -> None:
        """An item is gone for good, and so is its sheet."""
        if (panel := self._panels.pop(key, None)) is not None:
            self._stack.removeWidget(panel)
            panel.deleteLater()

    def _on_written(self, panel: WritingPanel, drawing: Drawing) -> None:
        key = next((key for key, other in self._panels.items() if other is panel), None)
        if key is not None:
            self._session.set_drawing(key, drawing)
        elif not drawing.is_empty:
            if panel is self._fresh:
                self._fresh = None
            key = self._session.add_drawing(drawing, tr("Written number"))
            self._panels[key] = panel
            self.begun.emit(key)
