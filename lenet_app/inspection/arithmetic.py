"""The arithmetic of one unit, forward: from the numbers before it to its own, which is the one that the map shows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.inspection.connections import Incoming, Operation, incoming
from lenet_app.inspection.fields import Doubles
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.networks.activation import Activation, activate, slope
from lenet_app.networks.forward import Array


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """How a unit's number comes about.

    Args:
        unit: of a layer.
        before: the name of the layer that it looks at, or of the network input.
        incoming: inputs, factors, products and bias, which `sum` adds up.
        activation: what follows the sum.
        value: the unit's number, as the layer holds it: the activation of `sum` to the precision of its numbers.
        sides_before: height and width of the maps that it looks at; empty where it looks at units.
    """

    unit: Unit
    before: str
    sides_before: tuple[int, ...]
    incoming: Incoming
    activation: Activation
    value: float

    @property
    def sum(self) -> float:
        """The number before the activation function."""
        return self.incoming.sum

    @property
    def is_distance(self) -> bool:
        """Whether inputs are compared with a bitmap, not multiplied."""
        return self.incoming.operation is Operation.DISTANCE

    @property
    def slope(self) -> float:
        """The activation function's derivative at the sum."""
        a = np.array([self.sum])
        return float(slope(self.activation, a, activate(self.activation, a))[0])

    def largest(self, count: int | None = None) -> npt.NDArray[np.intp]:
        """The inputs that add most to the sum, of either sign, the largest first.

        Args:
            count: how many of them; None for all.

        Returns:
            int (n, 3): place in `incoming.maps`, row and column of each.
        """
        products = self.incoming.products
        order = np.argsort(-np.abs(products), axis=None, kind="stable")[:count]
        return np.stack(np.unravel_index(order, products.shape), axis=1)

    def input_unit(self, map_: int, row: int, column: int) -> Unit | None:
        """The unit that one of the inputs is; None for one in a border of zeros.

        Args:
            map_: a place in `incoming.maps`.
            row: of the input, within what is seen of that map.
            column: likewise.
        """
        number, (top, left) = self.incoming.maps[map_], self.incoming.corner
        if not self.sides_before:
            return Unit(self.before, (number,))
        place = (top + row, left + column)
        if any(not 0 <= at < size for at, size in zip(place, self.sides_before, strict=True)):
            return None
        return Unit(self.before, (number, *place))


def arithmetic(passage: Passage, unit: Unit) -> Arithmetic:
    """How a unit of a layer gets its number.

    Args:
        passage: the picture's way through the network.
        unit: of one of its layers; one of the network input has no arithmetic.
    """
    plan = passage.plan(unit.layer)
    before, x = passage.before(unit.layer)
    came = incoming(passage, unit)
    return Arithmetic(unit, before, x.shape[1:], came, plan.layer.activation, passage.value(unit))


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of an activation function, float64 (points,) each.

    Args:
        sums: a, in even steps.
        values: f(a).
        slopes: f'(a).
    """

    sums: Doubles
    values: Doubles
    slopes: Doubles


def activation_curve(activation: Activation, *, low: float, high: float, points: int = 121) -> Curve:
    """The curve of an activation function and that of its derivative, for sums from `low` to `high`."""
    sums = np.linspace(low, high, points)
    values = np.asarray(activate(activation, sums), np.float64)
    return Curve(sums, values, np.asarray(slope(activation, sums, values), np.float64))


@dataclass(frozen=True, eq=False)
class Softmax:
    """How the classes' scores become probabilities: p_i = exp(s_i / T) / Σ_j exp(s_j / T).

    Args:
        scores: float64 (classes,), s; minus the distances of an RBF layer.
        temperature: T, above 0.
        powers: exp((s_i - s_max) / T), which no score makes too large.
        probabilities: float64 (classes,), p.
    """

    scores: Doubles
    temperature: float
    powers: Doubles
    probabilities: Doubles

    @property
    def total(self) -> float:
        """What each power is divided by."""
        return float(self.powers.sum())


def softmax(passage: Passage, temperature: float = 1.0) -> Softmax:
    """The answer's probabilities at a temperature; at 1 it is the plain softmax.

    Args:
        passage: the picture's way through the network.
        temperature: above 0; a higher one makes the probabilities more alike.
    """
    scores = scores_of(passage)
    powers = np.exp((scores - scores.max()) / temperature)
    return Softmax(scores, temperature, powers, powers / powers.sum())


def scores_of(passage: Passage) -> Doubles:
    """What the classes are ranked by, float64 (classes,), the best highest."""
    output: Array = passage.output
    return np.asarray(-output if passage.architecture.answers_with_distances else output, np.float64)
