"""All that is told of a model's answers: figures, confusion, pictures, plots, in their places."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from lenet_app.gui.answering.model_words import accuracy_text
from lenet_app.gui.evaluate.figures import class_lines, count_text, pair_text, ranges_of
from lenet_app.gui.evaluate.measuring import Evaluated
from lenet_app.gui.evaluate.widgets.class_bars import ClassBars
from lenet_app.gui.evaluate.widgets.confusion_view import Confusion, ConfusionView
from lenet_app.gui.evaluate.widgets.gallery import GalleryCard
from lenet_app.gui.evaluate.widgets.headline import Headline
from lenet_app.gui.evaluate.widgets.plots_card import PlotsCard
from lenet_app.gui.evaluate.widgets.save_button import save_button
from lenet_app.gui.kit.fields import ElidedLabel
from lenet_app.gui.kit.help import explain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr

_WIDE, _NARROW, _WIDE_FROM = 272, 232, 1080
"""Pixels of the figures at the left, in rooms of so many pixels and in narrower ones."""
_ABOVE, _BELOW = 17, 12


class Results(QWidget):
    """Figures at the left, the matrix in the middle, pictures at the right, plots below all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.headline, self.bars = Headline(), ClassBars(tr("Each class"))
        self.confusion = ConfusionView(tr("Confusion matrix"))
        self.gallery, self.plots = GalleryCard(), PlotsCard()
        self.figures_button = save_button(
            tr("Save figures"), tr("Save the figures of all classes, and what was said to each picture")
        )
        self.confusion_button = save_button(
            tr("Save the confusion matrix"), tr("Save it as a picture, or its numbers as a table")
        )
        explain(
            self.bars,
            tr(
                "Found is the share of a class’s pictures that were answered with it (recall), right the share of the "
                "answers naming it that are right (precision). The bar and the mark on it are what the first model and "
                "the second one find."
            ),
        )
        explain(
            self.confusion,
            tr(
                "Rows are the true classes, columns the answers; the numbers at the right are all pictures of a class. "
                "Right answers lie on the diagonal, in grey. A click shows the pictures of a cell."
            ),
        )
        self._left = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.headline)
        left.addWidget(self.bars, 1)
        self.headline.head.addWidget(self.figures_button)
        card = QFrame()
        set_kind(card, Kind.CARD)
        matrix = QVBoxLayout(card)
        matrix.setContentsMargins(12, 8, 8, 8)
        matrix.setSpacing(4)
        matrix.addLayout(_head(tr("Confusion"), tr("row true, column said"), self.confusion_button))
        matrix.addWidget(self.confusion, 1)
        above = _Above()
        self._upper = upper = QHBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(12)
        upper.addWidget(self._left)
        upper.addWidget(card, 8)
        upper.addWidget(self.gallery, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part, share in ((above, _ABOVE), (self.plots, _BELOW)):
            # Shares of the height, not what either would like: nothing moves when something else is shown.
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
            column.addWidget(part, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave matrix and pictures more room in a narrow window."""
        is_narrow = event.size().width() < _WIDE_FROM
        self._left.setFixedWidth(_NARROW if is_narrow else _WIDE)
        self._upper.setStretch(1, 9 if is_narrow else 8)
        super().resizeEvent(event)

    def show_evaluated(self, evaluated: Evaluated) -> None:
        """Show figures and matrix of these answers."""
        first, names = evaluated.first, evaluated.material.class_names
        sentence = "" if evaluated.pair is None else pair_text(evaluated.pair)
        accuracy = accuracy_text(first.answers.accuracy)
        self.headline.show_figures(accuracy, count_text(evaluated), ranges_of(evaluated), sentence)
        self.bars.set_lines(class_lines(evaluated))
        self.confusion.set_confusion(Confusion(first.confusion, names))
        self.gallery.set_has_second(evaluated.pair is not None)


class _Above(QWidget):
    """What stands above the plots, as high as its share."""

    def hasHeightForWidth(self) -> bool:
        """The sentences in it would like to be as high as they are long; that is no reason to take from the plots."""
        return False


def _head(title: str, note: str, button: QToolButton) -> QHBoxLayout:
    """A line with a title, a quiet note, and a button at its end."""
    label, quiet = QLabel(title), ElidedLabel()
    set_kind(label, Kind.TITLE)
    set_kind(quiet, Kind.SECONDARY)
    quiet.setText(note)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label)
    row.addWidget(quiet, 1)
    row.addWidget(button)
    return row
