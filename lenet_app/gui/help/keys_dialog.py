"""All keys in a dialog, page by page."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from lenet_app.gui.help.keys import KeyGroup, KeyLine
from lenet_app.gui.help.reading_dialog import ReadingDialog
from lenet_app.gui.look.theme import colours
from lenet_app.language import tr

_SIZE = QSize(620, 640)


class KeysDialog(ReadingDialog):
    """Shows every key, what it does, and which control must have the keyboard where that matters.

    Args:
        parent: the window whose keys they are.
        groups: the keys of each page.
    """

    def __init__(self, parent: QWidget, groups: Sequence[KeyGroup]) -> None:
        super().__init__(parent, tr("Keys"), _SIZE)
        self._groups = tuple(groups)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(tr("Keys"))
        self.text.setToolTip(tr("Every key of the program, page by page"))
        self.text.viewport().setAutoFillBackground(False)
        self.body.addWidget(self.text)
        self._write()
        self.text.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._write()

    def _write(self) -> None:
        secondary = colours(self).secondary_text.name()
        sections = []
        for group in self._groups:
            rows = "".join(_row(line, secondary) for line in group.lines)
            sections.append(f"<h3>{escape(group.title)}</h3><table width='100%' cellpadding='3'>{rows}</table>")
        self.text.setHtml("".join(sections))


def _row(line: KeyLine, secondary: str) -> str:
    where = tr("with the keyboard on: {control}").format(control=line.where) if line.where else ""
    note = f"<br><span style='color: {secondary}'>{escape(where)}</span>" if where else ""
    return f"<tr><td width='34%'><b>{escape(line.keys)}</b></td><td>{escape(line.what)}{note}</td></tr>"
