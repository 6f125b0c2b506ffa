"""Two networks on one drawing as they can be kept: two layers and what differs, or weights."""

from collections.abc import Sequence

from lenet_app.gui.inside.beside_desk import Compared
from lenet_app.gui.inside.keep.keepsake import Keepsake
from lenet_app.gui.inside.keep.making import numbers, shown_pictures, value_pictures
from lenet_app.gui.inside.weights_content import matrix_picture
from lenet_app.gui.inside.widgets.blocks_view import BlocksView
from lenet_app.gui.inside.widgets.matrix_view import MatrixView
from lenet_app.gui.inside.words import layer_text
from lenet_app.gui.kit.printing import printed, side_by_side
from lenet_app.gui.look.theme import colours
from lenet_app.inspection.exports import as_csv, weights_as_csv
from lenet_app.inspection.two_models import LayerPair
from lenet_app.language import tr
from lenet_app.networks.architecture import LayerPlan
from lenet_app.networks.forward import Array, Weights


def pair_keepsakes(compared: Compared, pair: LayerPair, views: Sequence[BlocksView]) -> tuple[Keepsake, ...]:
    """The pictures of both layers as they look, and the numbers of each and of the difference."""
    seen = [view for view in views if not view.isHidden()]
    found = []
    for model, passage, layer in zip(compared.models, compared.passages, pair.layers, strict=True):
        if layer is not None:
            title = f"{model.name}: {layer_text(layer, model.architecture)}"
            found.append(_of_values(title, passage.values(layer)))
    if pair.difference is not None:
        found.append(_of_values(tr("difference"), pair.difference))
    title = " – ".join(keepsake.title for keepsake in found[:2])
    pictures = shown_pictures(lambda: side_by_side(list(map(printed, seen)), title, seen[0].font(), seen[0]), title)
    return (Keepsake(tr("Both layers"), title, pictures), *found)


def weights_keepsakes(shown: tuple[LayerPlan, Weights] | None, title: str, view: MatrixView) -> tuple[Keepsake, ...]:
    """A layer's weights, or those of two networks apart.

    Args:
        shown: the layer, and the weights by its names.
        title: what they are.
        view: shows them.
    """
    matrix, dark = view.matrix, colours(view).dark
    if shown is None or matrix is None:
        return ()
    plan, weights = shown
    pictures = value_pictures(lambda: matrix_picture(matrix, dark=dark), matrix.values.size)
    made = numbers(lambda: weights_as_csv(plan, weights), lambda: weights[f"{plan.name}.weight"])
    return (Keepsake(title, f"{title} {plan.name}", {**pictures, **made}),)


def _of_values(title: str, values: Array) -> Keepsake:
    return Keepsake(title, title, numbers(lambda: as_csv(values), lambda: values))
