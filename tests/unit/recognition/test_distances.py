"""Where an RBF layer answers, the smallest distance wins."""

import numpy as np

from lenet_app.networks import family
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.samples import digits, model

PAPER = family.member("lenet5-1998").architecture


def test_the_nearest_picture_is_the_answer() -> None:
    recognizer = Recognizer(model(PAPER))
    pictures = digits(40).images
    together = recognizer.recognise_all(pictures)
    for picture, recognition in zip(pictures, together, strict=True):
        insight = recognizer.look_into(picture)
        distances = insight.activations["output"].astype(np.float64)
        powers = np.exp(distances.min() - distances)
        expected = powers / powers.sum()
        np.testing.assert_allclose(insight.recognition.probabilities, expected, rtol=1e-3, atol=1e-6)
        np.testing.assert_allclose(recognition.probabilities, expected, rtol=2e-3, atol=1e-5)
        assert recognition.best == insight.recognition.best == distances.argmin()
    assert len({recognition.best for recognition in together}) > 1
