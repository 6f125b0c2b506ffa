"""How the fields of a recipe look, and what each tells of its range."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from lenet_app.gui.kit.fields import CountBox, ListBox, NumberBox, widen_list
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.gui.train.widgets.recipe_titles import Titles
from lenet_app.language import tr

LEAST_FIELD, LEAST_HALF = 168, 80
"""Pixels of a field, and of one that stands beside another."""
Part = QWidget | QLayout


def whole_share(box: NumberBox) -> float:
    """The share of a field in percent; one that nobody changed is as it was, without a rounding on the way."""
    share = box.property("share")
    return share if isinstance(share, float) and box.number == 100 * share else box.number / 100


def tell_ranges(form: QWidget) -> None:
    """Add to the tooltip of each field of a number which numbers it takes; those of a part have its name.

    A rate or a divisor of 0 is none, though the field may stand there.
    """
    for name, field in vars(form).items():
        if not isinstance(field, CountBox | NumberBox):
            continue
        low, high = f"{field.minimum():,}".removesuffix(".0"), f"{field.maximum():,}".removesuffix(".0")
        text = tr("From {low} to {high}{unit}")
        if name in _ABOVE_ZERO:
            text = tr("Above {low}, up to {high}{unit}")
        elif name in _BELOW_ONE:
            text = tr("From {low} to below {high}{unit}")
        field.setToolTip(f"{field.toolTip()}\n{text.format(low=low, high=high, unit=field.suffix())}")


_ABOVE_ZERO = ("learning_rate", "decay", "bias_rate", "damping", "loss_divisor", "deviation")
_BELOW_ONE = ("momentum", "average", "hold_out")


def choice_box(titles: Titles, tooltip: str) -> ListBox:
    """A list of these, whose tooltip has the chosen one whole."""
    field = ListBox(LEAST_FIELD)
    for value, title in titles:
        field.addItem(title, value)
    widen_list(field)

    def describe(text: str) -> None:
        """What may be cut short stands here whole."""
        field.setToolTip(plain(f"{tooltip}\n{text}"))

    field.currentTextChanged.connect(describe)
    describe(field.currentText())
    return field


def count_box(most: int) -> CountBox:
    """From 1 on."""
    return CountBox(1, most)


def heading(text: str) -> QLabel:
    """Above a group of fields."""
    label = QLabel(text)
    set_kind(label, Kind.TITLE)
    return label


def beside(parts: Sequence[QVBoxLayout]) -> QHBoxLayout:
    """Parts beside each other, as wide as each other."""
    line = QHBoxLayout()
    line.setSpacing(8)
    for part in parts:
        line.addLayout(part, 1)
    return line


def stacked(parts: Sequence[Part]) -> QVBoxLayout:
    """Parts below each other, more room above a heading."""
    lines = QVBoxLayout()
    lines.setSpacing(8)
    for number, part in enumerate(parts):
        if isinstance(part, QWidget):
            if number:
                lines.addSpacing(8)
            lines.addWidget(part)
        else:
            lines.addLayout(part)
    lines.addStretch(1)
    return lines
