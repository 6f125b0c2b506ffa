"""Training of networks that sweep along a line: rows made on the fly, and the loss that needs no places of digits.

Graves, Fernández, Gomez and Schmidhuber (2006), "Connectionist Temporal Classification".
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from lenet_app.data.pictures import Pictures
from lenet_app.networks.activation import Activation
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.build import Network
from lenet_app.networks.forward import Array
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Recipe
from lenet_app.networks.row_network import BLANK, PAPER, kernel_shape, lines_of
from lenet_app.penmanship.rows.composer import Rows, composed
from lenet_app.penmanship.rows.pool import Pool, pool_of_pictures, written_pool
from lenet_app.randomness import Purpose, random_for

_TOGETHER = 4  # batches are composed at once, so that rows of a like length can be put together
_LESS, _MORE = 4, 9  # pixels, by which the paper before a line varies
_STEEPEST = 5.0  # the norm of a gradient, beyond which it is scaled down


@dataclass(frozen=True)
class RowRecipe:
    """How a network for rows is trained.

    Args:
        steps: how many batches.
        batch: rows in each.
        learning_rate: the highest; it rises to it, then falls along a cosine.
        warm_up: the share of the steps in which it rises.
        weight_decay: of AdamW.
        written: how many digits of each kind the penman writes for an epoch.
        epoch: batches for which these serve.
        average: how much of itself the running average of the weights keeps at each step.
        seed: of everything random.
    """

    steps: int = 14_000
    batch: int = 48
    learning_rate: float = 0.003
    warm_up: float = 0.05
    weight_decay: float = 0.0005
    written: int = 1500
    epoch: int = 1000
    average: float = 0.999
    seed: int = 1

    def rate(self, step: int) -> float:
        """The learning rate at a step from 0 on, as a share of the highest."""
        rise = max(1, round(self.warm_up * self.steps))
        if step < rise:
            return (step + 1) / rise
        return 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, self.steps - rise)))


@dataclass(frozen=True)
class RowProgress:
    """How far a training is: the steps done and the mean loss of the last ones."""

    step: int
    loss: float


def train_rows(
    architecture: Architecture,
    pictures: Pictures,
    recipe: RowRecipe,
    report: Callable[[RowProgress, Callable[[], dict[str, Array]]], None],
    every: int = 200,
    writers: npt.NDArray[np.intp] | None = None,
) -> dict[str, Array]:
    """Train a network for rows.

    Args:
        architecture: its layers; the last gives the scores of the digits and the blank in every frame.
        pictures: fitted digits, such as MNIST's, which the rows are composed of beside the penman's.
        recipe: how.
        report: told every `every` steps how far it is; its second argument gives the weights as they would be now.
        every: steps.
        writers: who wrote each picture, where that is known: then rows are of one writer each.

    Returns:
        The weights of the plain network, batch normalisation folded in.
    """
    learner, average = (NormalisedNetwork(architecture, recipe.seed) for _ in range(2))
    average.eval()
    optimiser = torch.optim.AdamW(learner.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
    losses: list[float] = []
    for step, (lines, texts) in enumerate(batches(pictures, recipe, writers)):
        for group in optimiser.param_groups:
            group["lr"] = recipe.learning_rate * recipe.rate(step)
        optimiser.zero_grad()
        loss = row_loss(learner(lines), texts)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learner.parameters(), _STEEPEST)
        optimiser.step()
        _follow(average, learner, step=step + 1, share=recipe.average)
        losses.append(float(loss.detach()))
        if (step + 1) % every == 0:
            report(RowProgress(step + 1, float(np.mean(losses[-every:]))), average.folded)
    return average.folded()


def row_loss(scores: Tensor, texts: Sequence[npt.NDArray[np.intp]]) -> Tensor:
    """The mean of -log of each text's probability, per digit; `scores` are (n, classes, 1, frames)."""
    logs = scores[:, :, 0].log_softmax(dim=1).permute(2, 0, 1)
    lengths = torch.tensor([len(text) for text in texts])
    frames = torch.full((len(texts),), len(logs))
    targets = torch.from_numpy(np.concatenate(texts).astype(np.int64))
    return functional.ctc_loss(logs, targets, frames, lengths, blank=BLANK, zero_infinity=True)


class NormalisedNetwork(nn.Module):
    """A network along a line whose layers, but for the last, are followed by batch normalisation while it is trained.

    Its fully connected layers are convolutions here; see `row_network.swept`. Its activations are ReLU or none.
    """

    def __init__(self, architecture: Architecture, seed: int) -> None:
        super().__init__()
        self.network = Network(architecture)
        self.network.load_weights(initial_weights(architecture, Recipe(), seed=seed))
        inner = [plan for plan in architecture.plans[:-1] if plan.parameters]
        self.norms = nn.ModuleDict({plan.name: nn.BatchNorm2d(plan.output_shape[0]) for plan in inner})

    def forward(self, lines: Tensor) -> Tensor:
        """The scores, float32 (n, classes, 1, frames), of lines (n, 1, 32, width)."""
        x = lines
        for plan in self.network.architecture.plans:
            layer = self.network.layers[plan.name]
            if isinstance(layer, nn.Linear):
                maps, side = kernel_shape(plan.input_shape)
                x = functional.conv2d(x, layer.weight.view(-1, maps, side, side), layer.bias)
            else:
                x = layer(x)
            if plan.name in self.norms:
                x = self.norms[plan.name](x)
            if plan.layer.activation is Activation.RELU:
                x = torch.relu(x)
        return x

    def folded(self) -> dict[str, Array]:
        """The weights of the network without normalisation that answers the same."""
        weights = self.network.weights()
        for name, norm in self.norms.items():
            assert isinstance(norm, nn.BatchNorm2d)
            assert norm.running_mean is not None
            assert norm.running_var is not None
            scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy()
            shift = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
            weight = weights[f"{name}.weight"]
            weights[f"{name}.weight"] = weight * scale.reshape(-1, *[1] * (weight.ndim - 1))
            weights[f"{name}.bias"] = weights[f"{name}.bias"] * scale + shift
        return weights


def _follow(average: NormalisedNetwork, learner: NormalisedNetwork, *, step: int, share: float) -> None:
    """Let the parameters and statistics of `average` follow those of `learner` after a step, as `Average` does."""
    share = min(share, (1 + step) / (10 + step))
    state = learner.state_dict()
    with torch.no_grad():
        for name, own in average.state_dict().items():
            if own.is_floating_point():
                own.lerp_(state[name], 1 - share)


Batch = tuple[Tensor, tuple[npt.NDArray[np.intp], ...]]
"""A network input (n, 1, 32, width) and what its lines say."""


def batches(pictures: Pictures, recipe: RowRecipe, writers: npt.NDArray[np.intp] | None = None) -> Iterator[Batch]:
    """The batches of a training in their order; the next ones are composed while one is learned from."""
    maker = _Maker(pool_of_pictures(pictures, writers), recipe)
    groups = range(math.ceil(recipe.steps / _TOGETHER))
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(maker.batches, 0)
        for group in groups:
            now = coming.result()
            if group + 1 < len(groups):
                coming = pool.submit(maker.batches, group + 1)
            yield from now[: recipe.steps - group * _TOGETHER]


class _Maker:
    """Composes the batches of a training, by their number alone."""

    def __init__(self, pictures: Pool, recipe: RowRecipe) -> None:
        self._recipe = recipe
        self._pictures = pictures
        self._written: tuple[int, Pool] | None = None

    def batches(self, group: int) -> list[Batch]:
        """A few batches, each of rows of about the same length."""
        recipe = self._recipe
        random = random_for(recipe.seed, Purpose.ROWS, group)
        pools = ((self._pictures, True), (self._of_epoch(group * _TOGETHER // recipe.epoch), False))
        rows = composed(pools, recipe.batch * _TOGETHER, random)
        order = np.argsort([picture.shape[1] for picture in rows.pictures], kind="stable")
        parts = [order[start : start + recipe.batch] for start in range(0, len(order), recipe.batch)]
        return [self._batch(rows, parts[k], random) for k in random.permutation(len(parts))]

    def _of_epoch(self, epoch: int) -> Pool:
        if self._written is None or self._written[0] != epoch:
            random = random_for(self._recipe.seed, Purpose.ROW_DIGITS, epoch)
            self._written = epoch, written_pool(self._recipe.written, random)
        return self._written[1]

    def _batch(self, rows: Rows, chosen: npt.NDArray[np.intp], random: np.random.Generator) -> Batch:
        before = random.integers(PAPER - _LESS, PAPER + _MORE, len(chosen)).tolist()
        lines = lines_of([rows.pictures[k] for k in chosen], before)
        return torch.from_numpy(lines), tuple(rows.texts[k] for k in chosen)
