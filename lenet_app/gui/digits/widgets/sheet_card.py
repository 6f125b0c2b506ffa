"""The sheet to print: how it looks, how many boxes it has for each digit, and for which paper it is."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_app.gui.digits.printed_sheet import paint_sheet
from lenet_app.gui.kit.fields import ElidedLabel, ListBox, widen_list
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, colours, set_kind
from lenet_app.language import tr, trn
from lenet_app.samples.sheets.layout import EACH, Layout, Paper, layout_for

_PREVIEW = QSize(104, 104)
_PAPER = QColor(255, 255, 255)


class SheetPreview(QWidget):
    """A small picture of the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = layout_for(Paper.A4, EACH[0])
        self.setFixedSize(_PREVIEW)
        self.setAccessibleName(tr("The sheet"))
        self.setToolTip(tr("How the sheet looks: four corner marks, and the digit that is wanted above each box"))

    def show_layout(self, layout: Layout) -> None:
        """Show this one."""
        self._layout = layout
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet as large as it fits."""
        width, height = self._layout.size
        scale = min((self.width() - 1) / width, (self.height() - 1) / height)
        painter = QPainter(self)
        painter.translate((self.width() - scale * width) / 2, (self.height() - scale * height) / 2)
        painter.scale(scale, scale)
        painter.fillRect(0, 0, int(width), int(height), _PAPER)
        paint_sheet(painter, self._layout)
        painter.scale(1 / scale, 1 / scale)
        painter.setPen(colours(self).outline)
        painter.drawRect(0, 0, int(scale * width), int(scale * height))
        painter.end()


class SheetCard(QFrame):
    """Asks for a PDF of the sheet."""

    save_wanted = Signal(object)
    """The Layout that is to be saved."""

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        title, self.note = QLabel(tr("1  Print a sheet")), ElidedLabel()
        set_kind(title, Kind.TITLE)
        set_kind(self.note, Kind.SECONDARY)
        self.preview = SheetPreview()
        self.each_box = self._box(tr("Boxes"), tr("How many boxes there are for each digit"))
        for count in EACH:
            self.each_box.addItem(trn("{count} of each", "{count} of each", count).format(count=count), count)
        explain(self.each_box, tr("Ten boxes for each digit on an upright page, or five larger ones on its side."))
        self.paper_box = self._box(tr("Paper"), tr("What is printed on"))
        for paper, name in ((Paper.A4, "A4"), (Paper.LETTER, tr("US Letter"))):
            self.paper_box.addItem(name, paper)
        for box in (self.each_box, self.paper_box):
            widen_list(box)
            box.currentIndexChanged.connect(lambda _index: self.preview.show_layout(self.sheet))
        self.save_button = QPushButton(tr("Save as PDF…"))
        self.save_button.setToolTip(tr("Save the sheet as a PDF, which any program prints, at any scale"))
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self.sheet))
        side, both, whole = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        side.setSpacing(8)
        for widget in (self.each_box, self.paper_box, self.save_button):
            side.addWidget(widget)
        side.addStretch(1)
        both.setSpacing(12)
        both.addWidget(self.preview)
        both.addLayout(side, 1)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(8)
        whole.addWidget(title)
        whole.addLayout(both)
        whole.addWidget(self.note)
        self.note.setText(tr("Write on it with a dark pen."))

    def _box(self, name: str, tip: str) -> ListBox:
        box = ListBox(100)
        box.setAccessibleName(name)
        box.setToolTip(tip)
        return box

    @property
    def sheet(self) -> Layout:
        """The sheet that is chosen."""
        return layout_for(Paper(self.paper_box.currentData()), self.each_box.currentData())
