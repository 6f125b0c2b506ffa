"""What the tooltips of the layers say."""

from lenet_app.gui.kit.numbers import with_minus
from lenet_app.gui.layers.painter import distance_text
from lenet_app.gui.layers.pictures import Floats
from lenet_app.gui.layers.shown import Face, ShownLayer
from lenet_app.gui.layers.texts import kind_explanation, operation_text, plan_tooltip
from lenet_app.language import tr
from lenet_app.networks.kind import shape_text


def layer_tip(layer: ShownLayer, class_text: str, *, is_long: bool) -> str:
    """A layer's facts, after what is said of a class; with what its kind of layer does where it may be long."""
    longer = kind_explanation(layer.plan.layer) if is_long and layer.plan is not None else ""
    return "\n".join(filter(None, [class_text, _facts(layer), longer]))


def class_tip(layer: ShownLayer, name: str, values: Floats | None, index: tuple[int, ...]) -> str:
    """A class by its name, with the value of its unit where there is one."""
    if values is None:
        return name
    if layer.face is Face.BITMAPS:
        return tr("{name}: distance {value}").format(name=name, value=distance_text(float(values[index])))
    return tr("{name}: {value}").format(name=name, value=with_minus(f"{values[index]:.2f}"))


def _facts(layer: ShownLayer) -> str:
    if layer.plan is not None:
        return plan_tooltip(layer.plan, layer.dropouts)
    text = tr("Input: what the network receives, {shape}").format(shape=shape_text(layer.shape))
    return "\n".join([text, *(operation_text(dropout) for dropout in layer.dropouts)])
