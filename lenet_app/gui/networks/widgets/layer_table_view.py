"""The layer table: what each layer makes of its input, what it costs, and with which numbers."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QToolTip, QWidget

from lenet_app.gui.kit.help import explain
from lenet_app.gui.kit.text_table import Column, TextTable
from lenet_app.gui.kit.tips import plain
from lenet_app.gui.layers.texts import layer_title, plan_tooltip, short_kind_text
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture, LayerPlan
from lenet_app.networks.layer_table import LayerRow, layer_table

_SEEN = "✕"
_STALE = "stale"
_STALE_SHEET = f"""
QTableView[{_STALE}="true"] {{ color: palette(placeholder-text); font-style: italic; }}
QTableView[{_STALE}="true"] QHeaderView::section:vertical {{ color: palette(placeholder-text); }}
"""


class LayerTableView(TextTable):
    """A row for each layer and the sums below. The maps that a table joins are shown beside its row.

    What is looked for most stands left, so that a narrow window shows it without being scrolled.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent, keeps_names=True)
        self.texts.set_columns(self._columns())
        self.setAccessibleName(tr("Layer table"))
        explain(
            self,
            tr(
                "What each layer makes of its input and what it costs. Parameters are the numbers that a training"
                " learns, connections the multiplications for one picture; the receptive field is how much of the"
                " picture one unit sees. Point at a heading and press F1 to read what it means."
            ),
        )
        self._architecture: Architecture | None = None
        self._tips: dict[int, str] = {}
        self.setStyleSheet(self.styleSheet() + _STALE_SHEET)
        self.activated.connect(self._show_tip)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(tr("Layer"), tr("The layer's name, in the order of the data flow.")),
            Column(tr("Kind"), tr("What the layer computes, and the activation function that follows.")),
            Column(tr("Input"), tr("Maps × height × width that go in, or the number of units.")),
            Column(tr("Output"), tr("Maps × height × width that come out, or the number of units.")),
            Column(
                tr("Receptive\nfield"),
                tr("Height × width of what one unit sees of the network input, in pixels."),
                is_figure=True,
            ),
            Column(tr("Parameters"), tr("How many numbers the layer learns."), is_figure=True),
            Column(
                tr("Connections"),
                tr("How many connections the layer computes for one picture, biases included."),
                is_figure=True,
            ),
            Column(
                tr("Kernel"),
                tr("F: height and width of the window that slides over the input, in pixels."),
                is_centred=True,
            ),
            Column(tr("Stride"), tr("S: how many pixels the window moves at a time."), is_centred=True),
            Column(tr("Padding"), tr("P: how many pixels of zeros are put around the input."), is_centred=True),
            Column(tr("N = (W − F + 2P) / S + 1"), tr("The output's side N from the input's side W.")),
            Column(
                tr("TF\nvalid"),
                tr("The side that TensorFlow's padding “valid” would give: ⌈(W − F + 1) / S⌉."),
                is_figure=True,
            ),
            Column(
                tr("TF\nsame"),
                tr("The side that TensorFlow's padding “same” would give: ⌈W / S⌉."),
                is_figure=True,
            ),
        )

    @property
    def architecture(self) -> Architecture | None:
        """The network that is shown."""
        return self._architecture

    @property
    def is_stale(self) -> bool:
        """Whether the table is told from one that holds."""
        return bool(self.property(_STALE))

    def set_stale(self, *, is_stale: bool) -> None:
        """Tell the table from one that holds: what it shows is the last network that could be built."""
        if is_stale != self.is_stale:
            self.setProperty(_STALE, is_stale)
            for part in (self, self.verticalHeader()):
                part.style().unpolish(part)
                part.style().polish(part)
            description = tr("Of the last network that could be built")
            self.setAccessibleDescription(description if is_stale else "")

    def set_architecture(self, architecture: Architecture) -> None:
        """Show the layers of this network."""
        self._architecture = architecture
        rows = [self._cells(row) for row in layer_table(architecture)]
        total = [""] * (self.texts.columnCount() - 1)
        total[4:6] = f"{architecture.parameters:,}", f"{architecture.connections:,}"
        self._tips = {n: layer_tip(plan) for n, plan in enumerate(architecture.plans)}
        self.set_rows([*rows, (tr("All"), *total)], self._tips, has_sum=True)

    def _cells(self, row: LayerRow) -> tuple[str, ...]:
        before, after, kernel, stride, padding, formula, valid, same, parameters, connections, field = row.figures
        return (
            *(layer_title(row.plan.layer), short_kind_text(row.plan.layer), before, after),
            *(field, parameters, connections, kernel, stride, padding, formula, valid, same),
        )

    def _show_tip(self, index: QModelIndex) -> None:
        """By the keys, too: Return tells what a tooltip tells."""
        if tip := self._tips.get(index.row(), ""):
            corner = self.visualRect(index).bottomLeft()
            QToolTip.showText(self.viewport().mapToGlobal(corner), tip, self.viewport())


def layer_tip(plan: LayerPlan) -> str:
    """The layer in a few lines; with a table as HTML, which map sees which beneath."""
    lines = plan_tooltip(plan)
    layer = plan.layer
    if not layer.table:
        return plain(lines)
    columns = range(len(layer.table))
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = []
    for seen in range(plan.input_shape[0]):
        marks = (_SEEN if seen in layer.table[column] else "" for column in columns)
        cells = "".join(f'<td align="center">{mark}</td>' for mark in marks)
        body.append(f"<tr><th>{seen}</th>{cells}</tr>")
    text = lines.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f'<p>{text}</p><table cellpadding="2"><tr><th></th>{head}</tr>{"".join(body)}</table>'
