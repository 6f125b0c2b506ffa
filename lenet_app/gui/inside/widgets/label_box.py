"""Which class counts as right for the loss: the answer, the true one where it is known, or any."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.widgets.fitted_box import FittedBox
from lenet_app.gui.kit.help import explain
from lenet_app.language import tr

_ANSWER, _TRUE = "answer", "true"


class LabelBox(FittedBox):
    """A list of the answer, the true class and all classes; what is chosen follows from picture to picture."""

    label_chosen = Signal(object)
    """The number of the class, or None for the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._true: int | None = None
        self._is_filling = False
        self.setAccessibleName(tr("Class for the loss"))
        self.setToolTip(tr("Which class counts as right: the gradients tell what would make this answer more certain"))
        explain(self, explanation(Term.LOSS, Term.GRADIENT, Term.BACK_PROPAGATION))
        self.currentIndexChanged.connect(self._choose)

    def show_classes(self, names: Sequence[str], answer: int, true: int | None) -> None:
        """Offer these.

        Args:
            names: of all classes.
            answer: the number of the one that the model answers.
            true: the number of the true one, where it is known.
        """
        wanted = self.currentData()
        before, self._true, self._names = self._label(), true, tuple(names)
        lines = [(tr("answer: {name}").format(name=names[answer]), _ANSWER)]
        if true is not None:
            lines.append((tr("true: {name}").format(name=names[true]), _TRUE))
        lines += [(name, str(number)) for number, name in enumerate(names)]
        self._is_filling = True
        if [(self.itemText(n), self.itemData(n)) for n in range(self.count())] != lines:
            self.clear()
            for text, data in lines:
                self.addItem(text, data)
            self.fit()
        self.setCurrentIndex(max(0, self.findData(wanted)))
        self._is_filling = False
        if self._label() != before:
            self.label_chosen.emit(self._label())

    def follow(self, label: int | None) -> None:
        """Stand for this class of those that are offered, which was chosen elsewhere; None for the answer."""
        if label != self._label() and (index := self.findData(_ANSWER if label is None else str(label))) >= 0:
            self._is_filling = True
            self.setCurrentIndex(index)
            self._is_filling = False

    def _label(self) -> int | None:
        data = self.currentData()
        if data is None or data == _ANSWER:
            return None
        return self._true if data == _TRUE else int(data)

    def _choose(self, _index: int) -> None:
        if not self._is_filling:
            self.label_chosen.emit(self._label())
