"""Whether a model's answers are numbers at all: finite weights alone do not make them so."""

import numpy as np

from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.forward import Array, activations
from lenet_app.networks.model import Model
from lenet_app.randomness import Purpose, random_for
from lenet_app.recognition.recognizer import Recognizer

_NOISE = 4
"""Pictures of it, beside those of one shade."""


def tried(model: Model) -> Model:
    """The same model, after it has answered a few pictures: an empty one, a full one, a checked one and noise.

    Raises:
        UserError: an activation or a probability is not finite.
    """
    architecture, pictures = model.architecture, _pictures(model)
    with np.errstate(all="ignore"):
        network_input = model.normalisation.network_input(pictures, architecture.input_shape)
        outputs = activations(architecture, model.weights, network_input)
        answers = Recognizer(model).recognise_all(pictures)
    shares = np.array([(*one.probabilities, one.confidence) for one in answers])
    for name, output in [*outputs.items(), ("", shares)]:
        if not np.isfinite(output).all():
            sentence = tr("{model} cannot be used: {layer} answers with numbers that are not finite.")
            raise UserError(sentence.format(model=model.name, layer=name or tr("its output")))
    return model


def _pictures(model: Model) -> Array:
    """Float32 (n, channels, height, width) in [0, 1], of the size that the model was trained with."""
    channels, height, width = model.architecture.input_shape
    size = model.normalisation.picture_size or (height, width)
    shape = (channels, min(size[0], height), min(size[1], width))
    checked = np.indices(shape).sum(axis=0) % 2
    noise = random_for(0, Purpose.TRIAL).random((_NOISE, *shape))
    return np.concatenate([[np.zeros(shape), np.ones(shape), checked], noise]).astype(np.float32)
