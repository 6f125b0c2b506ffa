"""What learns a batch of rows: a network along a line under its optimiser."""

from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor, nn

from lenet_app.networks.forward import Weights
from lenet_app.penmanship.rows.composer import Rows
from lenet_app.training.engine.batch import Batch, Lines
from lenet_app.training.engine.optimisers import make_rule
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.engine.request import TrainingRequest
from lenet_app.training.engine.rows.measuring import RowEvaluation, evaluate_rows, measuring_rows
from lenet_app.training.engine.rows.network import RowNetwork, row_loss, texts_read
from lenet_app.training.engine.watching import layer_figures
from lenet_app.training.reports import CPU, LayerFigures
from lenet_app.training.state import Arrays

_STEEPEST = 5.0  # the norm of a gradient, beyond which it is scaled down
_NETWORK, _AVERAGE, _RULE, _AVERAGED = "network/", "average/", "optimiser/", "averaged"


class RowLearner:
    """Steps of an update rule on the CPU, while another thread composes the rows of the next ones.

    Batch normalisation is folded into the weights that it tells, and they are those of the running average where the
    recipe has one.
    """

    def __init__(self, request: TrainingRequest) -> None:
        torch.set_num_threads(1)  # so that any number of cores gives the same bits
        self.device, self.fallback = CPU, ""
        self.layers: tuple[LayerFigures, ...] = ()
        self._request, recipe = request, request.recipe
        self._learner, average = (
            RowNetwork(request.architecture, request.weights, is_normalised=True) for _ in range(2)
        )
        self._average = average if recipe.average else None
        self._averaged = 0
        self._rule = make_rule(recipe, request.architecture, size=len(self._vector))
        self._loss, self._right = 0.0, 0
        self._measuring: Rows | None = None

    def begin_epoch(self, epoch: int) -> None:
        """Nothing: rows are composed batch by batch."""

    def learn(self, batch: Batch, rate: float, *, measures: bool = False) -> None:
        """One step of the rule."""
        assert isinstance(batch.content, Lines)
        rows, parameters = batch.content, list(self._learner.parameters())
        self._learner.zero_grad()
        scores = self._learner(torch.from_numpy(rows.lines))
        loss = row_loss(scores, rows.texts)
        (loss / self._request.recipe.loss_divisor).backward()  # type: ignore[no-untyped-call]
        gradient = _joined(parameter.grad for parameter in parameters if parameter.grad is not None)
        gradient *= min(1.0, _STEEPEST / max(float(gradient.norm()), _STEEPEST))
        if measures:
            self.layers = self._figures()
        vector = self._vector
        self._rule.step(vector, gradient, rate)
        parts = torch.split(vector, [parameter.numel() for parameter in parameters])
        with torch.no_grad():
            for parameter, part in zip(parameters, parts, strict=True):
                parameter.copy_(part.view(parameter.shape))
        self._follow()
        self._loss += float(loss.detach()) * len(rows)
        read = zip(rows.texts, texts_read(scores), strict=True)
        self._right += sum(np.array_equal(text, found) for text, found in read)

    def figures(self) -> tuple[float, int]:
        """Of all rows since the last call; right ones are read wholly right."""
        figures, self._loss, self._right = (self._loss, self._right), 0.0, 0
        return figures

    def weights(self) -> Weights:
        """A snapshot of the network without normalisation."""
        return (self._average or self._learner).folded()

    def validate(self) -> RowEvaluation:
        """How good the network is at rows of the hold-out."""
        if self._measuring is None:
            assert self._request.validation is not None
            self._measuring = measuring_rows(self._request.validation)
        *_, whole = evaluate_rows(self._request.architecture, self.weights(), self._measuring)
        return whole

    def state(self) -> Arrays:
        """Weights with their normalisation, what the rule remembers, and the average."""
        arrays = {_NETWORK + name: part.numpy().copy() for name, part in self._learner.state_dict().items()}
        arrays |= {_RULE + name: array for name, array in self._rule.state().items()}
        if self._average is not None:
            arrays |= {_AVERAGE + name: part.numpy().copy() for name, part in self._average.state_dict().items()}
            arrays[_AVERAGED] = np.array(self._averaged)
        return arrays

    def restore(self, state: Arrays) -> None:
        """Take all of that back."""
        _load(self._learner, state, _NETWORK)
        start = len(_RULE)
        self._rule.restore({name[start:]: array for name, array in state.items() if name.startswith(_RULE)})
        if self._average is not None:
            _load(self._average, state, _AVERAGE)
            self._averaged = int(state[_AVERAGED])

    @property
    def _vector(self) -> Tensor:
        """A copy of all parameters, those of the normalisation among them."""
        return _joined(self._learner.parameters())

    def _figures(self) -> tuple[LayerFigures, ...]:
        """Of the layers without their normalisation."""
        architecture = self._request.architecture
        weights, gradients = Parameters(architecture), Parameters(architecture)
        for name, parameter in self._learner.network.named_weights():
            assert parameter.grad is not None
            weights.named[name].copy_(parameter.detach())
            gradients.named[name].copy_(parameter.grad)
        return layer_figures(architecture, weights, gradients)

    def _follow(self) -> None:
        """Have the average take in parameters and statistics after a step, as `averaging.Average` does."""
        if self._average is None:
            return
        self._averaged += 1
        share = min(self._request.recipe.average, (1 + self._averaged) / (10 + self._averaged))
        state = self._learner.state_dict()
        with torch.no_grad():
            for name, own in self._average.state_dict().items():
                if own.is_floating_point():
                    own.lerp_(state[name], 1 - share)


def _joined(parts: Iterable[Tensor]) -> Tensor:
    return torch.cat([part.detach().reshape(-1) for part in parts])


def _load(network: nn.Module, state: Arrays, prefix: str) -> None:
    names = network.state_dict().keys()
    network.load_state_dict({name: torch.from_numpy(np.array(state[prefix + name])) for name in names})
