import numpy as np

from lenet_app.data import catalogue
from lenet_app.networks.forward import activations
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.recognition.scales import PICTURES, usual_scales
from lenet_app.storage.library import ModelLibrary


def test_a_scale_is_the_largest_absolute_value_of_a_layer_over_the_pictures() -> None:
    model = ModelLibrary(Home.of_user().models).open("LeNet-5")
    pictures = catalogue.load(catalogue.MNIST, Home.of_user().data).test.images[: PICTURES + 10]
    found = usual_scales(Recognizer(model), pictures)
    network_input = model.normalisation.network_input(pictures[:PICTURES], model.architecture.input_shape)
    for name, values in activations(model.architecture, model.weights, network_input).items():
        assert np.isclose(found[name], np.abs(values).max())
    assert set(found) == {layer.name for layer in model.architecture.layers}
