"""A step in large, with its title and its fact."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from lenet_app.gui.draw.preparation.step_images import image_of, paint_image
from lenet_app.gui.draw.preparation.step_words import ShownStep
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.look.theme import Kind, colours, set_kind, with_tabular_figures
from lenet_app.language import tr

_LEAST, _USUAL = 96, 256


class StepPicture(QWidget):
    """The picture as a square, and below it the words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = _Square()
        self.setToolTip(tr("The chosen step in large: what was made of the picture, and by how much"))
        self._title = QLabel()
        set_kind(self._title, Kind.TITLE)
        self._fact = ElidedLabel()
        self._fact.setFont(with_tabular_figures(self.font()))
        set_kind(self._fact, Kind.SECONDARY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._picture, 100)
        layout.addSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._fact)
        layout.addStretch(1)

    @property
    def words(self) -> str:
        """Title and fact; empty where no step is shown."""
        return " ".join(text for text in (self._title.text(), self._fact.text()) if text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave no room between the square and its words."""
        self._picture.setMaximumHeight(max(_LEAST, event.size().width()))
        super().resizeEvent(event)

    def show_step(self, step: ShownStep | None) -> None:
        """Show a step; None shows that there is none."""
        self._picture.show_image(None if step is None else image_of(step.image))
        self._title.setText("" if step is None else step.title)
        self._fact.setText("" if step is None else step.fact)
        self.setAccessibleName(self.words)


class _Square(QWidget):
    """Paints an image as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Room for a step's picture as it is."""
        return QSize(_USUAL, _USUAL)

    def minimumSizeHint(self) -> QSize:
        """What can still be looked at."""
        return QSize(_LEAST, _LEAST)

    def show_image(self, image: QImage | None) -> None:
        """Paint this image from now on."""
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the largest square in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        room = QRectF(0, 0, side, side)
        room.moveTo((self.width() - side) // 2 if side < self.width() else 0, 0)
        paint_image(painter, room, self._image, colours(self), 8)
        painter.end()
