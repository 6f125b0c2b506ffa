"""The words above a layer's pictures: its name, and below it as much as there is room for."""

from enum import IntEnum

from lenet_app.gui.layers.shown import ShownLayer
from lenet_app.gui.layers.texts import layer_title, operation_text
from lenet_app.language import tr
from lenet_app.networks.counts import parameters_text


class Detail(IntEnum):
    """How much is said of a layer."""

    NAME = 0
    SHAPE = 1
    ALL = 2


def heading(layer: ShownLayer, detail: Detail) -> list[str]:
    """The lines above a layer: its name, its shape, what it computes, what it learns."""
    title = tr("Input") if layer.plan is None else layer_title(layer.plan.layer)
    if detail is Detail.NAME:
        return [title]
    lines = [title, "×".join(map(str, layer.shape))]
    if detail is Detail.SHAPE:
        return lines
    if layer.plan is not None:
        lines.append(operation_text(layer.plan.layer))
        if layer.plan.parameters:
            lines.append(parameters_text(layer.plan.parameters))
    return [*lines, *map(operation_text, layer.dropouts)]
