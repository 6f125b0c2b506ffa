"""Reading a model that is to answer."""

from pathlib import Path

from lenet_app.networks.model import Model
from lenet_app.paths import bundled
from lenet_app.storage import models


def read_model(path: Path) -> Model:
    """The model in a file, which has answered a few pictures with numbers before it counts.

    One that came with the program has done so in the tests, and the first answer need not wait for that.

    Raises:
        UserError: the file cannot be used, or its model answers with numbers that are not finite.
    """
    model = models.read_model(path)
    if path.parent == bundled("models"):
        return model
    from lenet_app.recognition.soundness import tried  # noqa: PLC0415 - the first answer is there sooner

    return tried(model)
