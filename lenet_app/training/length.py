"""How long a run is: the recipe's epochs or steps, counted in batches."""

from dataclasses import dataclass, replace

from lenet_app.networks.recipe import Optimiser, Recipe

_TOGETHER = 50
"""Pictures that are learned one by one between two reports: 20 ms or so, so that Stop and the window need not wait."""
_MARKS, _POINTS = 30, 200
"""Of a run, about; more points would have to be waited for too often, on a GPU above all."""


@dataclass(frozen=True)
class Length:
    """A run in batches.

    Args:
        batch_size: pictures between two reports; of Levenberg-Marquardt, whose steps are of one picture, many steps.
        per_epoch: batches of a whole pass over the training pictures.
        steps: batches of the whole run.
        pictures: that are trained on.
    """

    batch_size: int
    per_epoch: int
    steps: int
    pictures: int

    @staticmethod
    def of(recipe: Recipe, pictures: int) -> "Length":
        """The length of a run with this recipe on so many pictures."""
        one_by_one = recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT
        size = _TOGETHER if one_by_one else recipe.batch_size
        per_epoch = -(-pictures // size)
        steps = -(-recipe.steps // size) if one_by_one else recipe.steps
        return Length(size, per_epoch, steps or per_epoch * recipe.epochs, pictures)

    def longer(self, epochs: int) -> "Length":
        """With so many whole epochs more."""
        return replace(self, steps=(self.epochs + epochs) * self.per_epoch) if epochs else self

    @property
    def epochs(self) -> int:
        """Passes over the pictures, the last of which may be a part of one."""
        return -(-self.steps // self.per_epoch)

    @property
    def stretch(self) -> int:
        """Batches from one mark of the run to the next: there the loss and the right answers are new, on a GPU too."""
        return max(1, self.steps // _MARKS)

    @property
    def spacing(self) -> int:
        """Batches from one point of the run's kept curve to the next, where loss and right answers are new as well."""
        return -(-self.steps // _POINTS)

    def batches(self, epoch: int) -> int:
        """Of the pass `epoch`, from 1."""
        return min(self.per_epoch, self.steps - (epoch - 1) * self.per_epoch)

    @property
    def images(self) -> int:
        """Pictures that are learned in the whole run, each as often as it is."""
        whole, rest = divmod(self.steps, self.per_epoch)
        return whole * self.pictures + min(rest * self.batch_size, self.pictures)
