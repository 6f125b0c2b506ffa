"""How much a network drops while it learns: read from its layers, and changed in them."""

from dataclasses import replace

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.layers import Dropout, FullyConnected, Layer


def dropout_of(architecture: Architecture) -> float:
    """The largest share that a layer drops, 0 to below 1; 0 where none does."""
    return max((layer.rate for layer in architecture.layers if isinstance(layer, Dropout)), default=0.0)


def with_dropout(architecture: Architecture, share: float) -> Architecture:
    """The same network, but that it drops this share.

    Its layers of dropout drop so much; where it has none, one follows each fully connected layer but the last
    (Srivastava et al., 2014). With 0 it has none.

    Raises:
        UserError: the share is not at least 0 and below 1, or there is no place for dropout.
    """
    if not 0 <= share < 1:
        raise UserError(tr("Dropout must be at least 0 and below 1, not {value}.").format(value=share))
    kept: list[Layer] = []
    if not share:
        kept = [layer for layer in architecture.layers if not isinstance(layer, Dropout)]
    elif any(isinstance(layer, Dropout) for layer in architecture.layers):
        kept = [replace(layer, rate=share) if isinstance(layer, Dropout) else layer for layer in architecture.layers]
    else:
        names = iter(_free_names(architecture))
        for layer in architecture.layers[:-1]:
            kept += [layer, Dropout(next(names), share)] if isinstance(layer, FullyConnected) else [layer]
        kept.append(architecture.layers[-1])
        if len(kept) == len(architecture.layers):
            sentence = tr("{network} has no fully connected layer before its last that could drop something.")
            raise UserError(sentence.format(network=architecture.title))
    return replace(architecture, layers=tuple(kept))


def _free_names(architecture: Architecture) -> list[str]:
    taken, count = {layer.name for layer in architecture.layers}, len(architecture.layers)
    return [name for name in (f"drop{number}" for number in range(1, 2 * count + 1)) if name not in taken]
