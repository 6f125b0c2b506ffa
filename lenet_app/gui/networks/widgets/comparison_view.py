"""What tells two networks apart, as a table."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column, TextTable
from lenet_app.gui.layers.texts import activation_name
from lenet_app.gui.look.theme import Kind, set_kind
from lenet_app.language import tr, trn
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.editing.comparison import Difference, differences

_NONE = "–"
_SIZE = (640, 480)


class ComparisonDialog(QDialog):
    """Holds a network against another one that the user chooses.

    Args:
        one: the network.
        others: those to choose from.
        parent: the widget that the dialog lies over.
    """

    def __init__(self, one: Architecture, others: Sequence[Architecture], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one, self._others = one, tuple(others)
        self.setWindowTitle(tr("Compare networks"))
        self.combo = QComboBox()
        for other in others:
            self.combo.addItem(other.title, other.id)
        self.combo.setAccessibleName(tr("The other network"))
        self.combo.setToolTip(tr("Choose the network to compare with"))
        self.combo.currentIndexChanged.connect(self._compare)
        self.table = TextTable(())
        self.table.setAccessibleName(tr("Differences"))
        explain(self.table, tr("What is not the same in the two networks, a row each, from the input to the output."))
        self.table.horizontalHeader().setStretchLastSection(True)
        self._same = QLabel()
        self._same.setWordWrap(True)
        set_kind(self._same, Kind.SECONDARY)
        self._lay_out()
        self.resize(*_SIZE)
        self._compare()

    def _lay_out(self) -> None:
        title = QLabel(tr("{network}, compared with").format(network=self._one.title))
        set_kind(title, Kind.TITLE)
        title.setBuddy(self.combo)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self.combo, 1)
        card = QFrame()
        set_kind(card, Kind.CARD)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(8, 8, 8, 8)
        inner.addWidget(self.table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setToolTip(tr("Close the comparison (Esc)"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._same)
        layout.addWidget(card, 1)
        layout.addWidget(buttons)

    @property
    def summary(self) -> str:
        """How many differences there are, or that there is none."""
        return self._same.text()

    def _compare(self) -> None:
        if not 0 <= self.combo.currentIndex() < len(self._others):
            return
        other = self._others[self.combo.currentIndex()]
        found = differences(self._one, other)
        columns = (tr("Where"), tr("What"), self._one.title, other.title)
        self.table.texts.set_columns([Column(column) for column in columns])
        self.table.set_rows([self._cells(difference) for difference in found])
        self._same.setText(self._told(found, other))

    def _told(self, found: Sequence[Difference], other: Architecture) -> str:
        """How many differences there are, and first of all which layers only one of the two has."""
        if not found:
            return tr("The two are the same: they have the same layers, sizes and connections.")
        whole = [difference for difference in found if difference.is_whole_layer]
        sentences = [trn("{count} difference.", "{count} differences.", len(found)).format(count=len(found))]
        for title, names in (
            (self._one.title, [self._place(one.where) for one in whole if one.one]),
            (other.title, [self._place(one.where) for one in whole if one.other]),
        ):
            if names:
                text = tr("Only {network} has {layers}.")
                sentences.append(text.format(network=title, layers=", ".join(names)))
        return " ".join(sentences)

    def _cells(self, difference: Difference) -> tuple[str, str, str, str]:
        what = self._whats().get(difference.what, difference.what)
        if difference.is_whole_layer:
            what = tr("whole layer")
        one, other = (self._value(difference.what, text) for text in (difference.one, difference.other))
        return self._place(difference.where), what, one, other

    def _place(self, where: str) -> str:
        """A layer that the two call by other names has both."""
        known = self._wheres()
        return " / ".join(known.get(name, name) for name in where.split(" / "))

    def _value(self, what: str, text: str) -> str:
        if what == "activation" and text in set(Activation):
            return activation_name(Activation(text))
        return text or _NONE

    def _wheres(self) -> dict[str, str]:
        return {"input": tr("Input"), "network": tr("Network"), "output": tr("Output")}

    def _whats(self) -> dict[str, str]:
        return {
            "shape": tr("channels × height × width"),
            "kind": tr("kind"),
            "maps": tr("maps"),
            "units": tr("units"),
            "kernel": tr("kernel"),
            "window": tr("block"),
            "stride": tr("stride"),
            "padding": tr("padding"),
            "activation": tr("activation"),
            "table": tr("kernels of its table"),
            "rate": tr("share left out"),
            "name": tr("name"),
            "output": tr("output"),
            "parameters": tr("parameters"),
            "connections": tr("connections"),
        }
