"""The licences in a dialog: a list of what the program is made of, and the text of what is chosen there."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidgetItem, QPlainTextEdit, QWidget

from lenet_app.gui.help.licences import Licence, licences
from lenet_app.gui.help.reading_dialog import ReadingDialog
from lenet_app.gui.kit.line_list import ROW, LineDelegate, LineList, set_lines
from lenet_app.gui.workers.background import Background
from lenet_app.language import tr

_SIZE = QSize(860, 620)
_LIST = 250


class LicencesDialog(ReadingDialog):
    """Reads the texts beside the window and shows them.

    Args:
        parent: the window that it belongs to.
        background: where they are read.
    """

    def __init__(self, parent: QWidget, background: Background) -> None:
        super().__init__(parent, tr("Licences"), _SIZE)
        self._licences: tuple[Licence, ...] = ()
        self.list = LineList()
        self.list.setItemDelegate(LineDelegate(self.list))
        self.list.setFixedWidth(_LIST)
        self.list.setAccessibleName(tr("What the program is made of"))
        self.list.setToolTip(tr("Choose what you want to read the licence of"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(tr("Licence"))
        self.text.setToolTip(tr("The licence in its makers' words"))
        self.text.setPlainText(tr("The licences are being read…"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        self.body.addLayout(row)
        self.list.currentRowChanged.connect(self._show)
        self.list.setFocus()
        background.run(licences, self.while_open(self._fill), self.while_open(self.text.setPlainText))

    def _fill(self, found: tuple[Licence, ...]) -> None:
        self._licences = found
        for one in found:
            item = QListWidgetItem(self.list)
            item.setSizeHint(QSize(0, ROW))
            set_lines(item, one.name, one.note, "\n".join(filter(None, [one.name, one.note])))
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._licences):
            self.text.setPlainText(self._licences[row].text)
