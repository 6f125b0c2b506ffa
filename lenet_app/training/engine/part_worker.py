"""One of those who compute a batch together: forward and back for a part of its pictures."""

from collections.abc import Sequence

import torch
from torch import Tensor

from lenet_app.data.pictures import Pictures
from lenet_app.randomness import Purpose, number_for
from lenet_app.training.engine.batch import Batch, Lines
from lenet_app.training.engine.device_pictures import DeviceNormalisation, DevicePictures, labels_on_device, on_device
from lenet_app.training.engine.distillation import Teachers
from lenet_app.training.engine.objective import Answers, Objective
from lenet_app.training.engine.passes.parameters import Parameters
from lenet_app.training.engine.passes.passes import Passes
from lenet_app.training.engine.request import TrainingRequest


class PartWorker:
    """Passes of its own over the parameters of all.

    Args:
        request: the training.
        parameters: as they are in each pass.
        training: the training pictures, where batches are places among them.
        objective: the loss.
        teachers: who say more of a picture than its label; None without.
        device: torch's id of where all of this lies.
    """

    def __init__(
        self,
        request: TrainingRequest,
        parameters: Parameters,
        training: DevicePictures,
        objective: Objective,
        teachers: Teachers | None,
        *,
        device: str,
    ) -> None:
        architecture = request.architecture
        self.gradients = Parameters(architecture, device)
        """Of the part's share of the loss, from the last pass."""
        self.parameters = parameters
        self._seed, self._training, self._objective, self._teachers = request.seed, training, objective, teachers
        self._passes = Passes(architecture, parameters, self.gradients)
        self._normalisation = DeviceNormalisation(request.normalisation, architecture.input_shape)
        self._random = torch.Generator(device)
        self._device = device

    @torch.inference_mode()
    def pass_over(self, batch: Batch, number: int, parts: Sequence[slice]) -> Answers:
        """Compute the gradients of a part, and return what the network answered.

        Args:
            batch: what is learned.
            number: of the part, from 0.
            parts: all parts.
        """
        images, labels = self._taken(batch, parts[number])
        scores = self._passes.scores(self._normalisation.network_input(images), self._drawn_for(batch, number))
        told = self._told(batch, parts[number], images)
        answers = Answers(scores, labels, told, len(batch))
        self._passes.back(self._objective.gradient(answers))
        return answers

    def _told(self, batch: Batch, part: slice, images: Tensor) -> Tensor | None:
        """What the teachers say, who see every picture undamaged."""
        if self._teachers is None:
            return None
        if batch.undamaged is not None:
            images = on_device(batch.undamaged[part], self._device)
        return self._teachers.told(images)

    def _drawn_for(self, batch: Batch, part: int) -> torch.Generator | None:
        """What dropout draws from, if there is any."""
        if not self._passes.dropouts:
            return None
        return self._random.manual_seed(number_for(self._seed, Purpose.DROPOUT, batch.epoch, batch.number, part))

    def _taken(self, batch: Batch, part: slice) -> tuple[Tensor, Tensor]:
        """Pictures and labels, on the device."""
        assert not isinstance(batch.content, Lines)
        match batch.content:
            case Pictures(images=images, labels=labels):
                return on_device(images[part], self._device), labels_on_device(labels[part], self._device)
            case indices:
                return self._training.take(indices[part])
