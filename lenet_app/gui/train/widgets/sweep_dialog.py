"""Asks what a sweep varies: activations, kernels, hidden units, rates, seeds."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from lenet_app.errors import UserError
from lenet_app.gui.kit.fields import CountBox, caption_of
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr, trn
from lenet_app.networks.activation import Activation
from lenet_app.networks.family import Member
from lenet_app.runs.queue.sweep import Grid

_WIDTH, _MOST_SEEDS, _ACROSS = 480, 100, 3


class SweepDialog(QDialog):
    """Shows how many trainings come of it, or what is impossible.

    Args:
        member: the network that is varied.
        count: tells how many trainings a grid has.
        parent: what it lies over.

    Raises:
        UserError: by `count`, where a variant is impossible; it is shown.
    """

    wanted = Signal(object)
    """The Grid that somebody wants lined up."""

    def __init__(self, member: Member, count: Callable[[Grid], int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Sweep"))
        self._member, self._count = member, count
        self.activations = {one: QCheckBox(one.label) for one in Activation if one is not Activation.NONE}
        self.kernels, self.hidden, self.rates = QLineEdit(), QLineEdit(), QLineEdit()
        self.kernels.setPlaceholderText("6-16, 32-64")
        self.hidden.setPlaceholderText("120-84, 1024-84")
        self.rates.setPlaceholderText("0.001, 0.01")
        self.seeds = CountBox(1, _MOST_SEEDS)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add_button = buttons.addButton(tr("Line up"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.add_button.setToolTip(tr("Put all of these behind the trainings that are lined up"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip(tr("Line nothing up (Esc)"))
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        for box in self.activations.values():
            box.setToolTip(tr("Train with this activation in all layers that have one"))
            box.toggled.connect(self._check)
        for field in (self.kernels, self.hidden, self.rates):
            field.textChanged.connect(self._check)
        self.seeds.valueChanged.connect(self._check)
        self._check()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        intro = QLabel(tr("Every combination is trained with the recipe shown; what is left empty stays as it is."))
        intro.setWordWrap(True)
        set_kind(intro, Kind.SECONDARY)
        layout.addWidget(intro)
        boxes = QGridLayout()
        for number, box in enumerate(self.activations.values()):
            boxes.addWidget(box, number // _ACROSS, number % _ACROSS)
        layout.addLayout(boxes)
        for caption, field, tip in (
            (tr("Kernels"), self.kernels, tr("How many each convolution has: numbers with - between them")),
            (tr("Hidden units"), self.hidden, tr("How many each fully connected layer but the last has")),
            (tr("Learning rates"), self.rates, tr("The largest rate of the run: numbers above 0")),
            (tr("Seeds"), self.seeds, tr("How many trainings of each, with the seeds 1, 2 and so on")),
        ):
            field.setToolTip(tip)
            layout.addWidget(caption_of(caption, field))
            layout.addWidget(field)
        layout.addWidget(self._text)
        layout.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)

    @property
    def text(self) -> str:
        """How many trainings come of it, or what is impossible."""
        return self._text.text()

    @property
    def grid(self) -> Grid:
        """What is asked for.

        Raises:
            UserError: a field holds something else than numbers.
        """
        return Grid(
            (self._member,),
            tuple(one for one, box in self.activations.items() if box.isChecked()),
            tuple(_counts(part) for part in _parts(self.kernels)),
            tuple(_counts(part) for part in _parts(self.hidden)),
            tuple(_rate(part) for part in _parts(self.rates)),
            tuple(range(1, self.seeds.value() + 1)),
        )

    def _check(self) -> None:
        try:
            count = self._count(self.grid)
        except UserError as error:
            self._say(str(error), Kind.NOTICE, can_go=False)
            return
        text = trn("{count} training", "{count} trainings", count).format(count=f"{count:,}")
        self._say(text, Kind.SECONDARY, can_go=True)

    def _say(self, text: str, kind: Kind, *, can_go: bool) -> None:
        self._text.setText(text)
        set_kind(self._text, kind)
        self.add_button.setEnabled(can_go)

    def _on_accepted(self) -> None:
        self.wanted.emit(self.grid)
        self.accept()


def _parts(field: QLineEdit) -> list[str]:
    return [part.strip() for part in field.text().split(",") if part.strip()]


def _counts(text: str) -> tuple[int, ...]:
    parts = text.split("-")
    if not all(part.isdecimal() and len(part) < 9 for part in parts):
        raise UserError(tr("{text} is not made of whole numbers with - between them.").format(text=text))
    return tuple(int(part) for part in parts)


def _rate(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UserError(tr("{text} is not a number.").format(text=text)) from error
