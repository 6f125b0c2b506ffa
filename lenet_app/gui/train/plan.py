"""What somebody wants to train, as one value: all that the page Train shows, and so all that runs."""

from dataclasses import dataclass

from lenet_app.networks.family import Member
from lenet_app.networks.model import Model
from lenet_app.networks.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Plan:
    """A training before it begins; the data set is the one in use.

    Args:
        member: the network.
        recipe: how it is trained.
        start: the model to go on from; None for new weights.
        device_id: see `training.engine.devices.choose`; empty for the best there is.
        seed: of everything random; None for that of the model to go on from, or else 1.
        threads: that compute on the processor; None for as many as suit it.
    """

    member: Member
    recipe: Recipe
    start: Model | None = None
    device_id: str = ""
    seed: int | None = None
    threads: int | None = None
