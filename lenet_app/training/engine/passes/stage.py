"""What every stage of a pass is."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from torch import Tensor

Tensors = Mapping[str, Tensor]
"""By the name of the parameter within its layer: "weight" and "bias"."""


class Stage(ABC):
    """One layer, or its activation, with what the last forward pass left for the way back."""

    @abstractmethod
    def forward(self, x: Tensor) -> Tensor:
        """What comes out for a batch."""

    @abstractmethod
    def backward(self, gradient: Tensor, *, needs_input: bool) -> Tensor:
        """Write the gradients of the parameters, and return that of the input.

        Args:
            gradient: of the loss with respect to what `forward` returned last.
            needs_input: whether the gradient of the input is used; else anything may be returned.
        """
