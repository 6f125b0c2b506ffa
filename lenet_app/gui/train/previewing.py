"""Keeps the preview of varied pictures as the recipe is, computed beside the window once torch is there."""

import sys
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from lenet_app.data.pictures import DataSet, PictureSet
from lenet_app.gui.train.widgets.preview import COUNT, Preview
from lenet_app.gui.workers.background import Background
from lenet_app.networks.recipe import Recipe


class Previewing:
    """Asks for the pictures of the newest recipe; while some are computed, others wait.

    Args:
        view: where they are shown.
        background: where they are computed.
        recipe: tells it.
    """

    def __init__(self, view: Preview, background: Background, recipe: Callable[[], Recipe]) -> None:
        self._view, self._background, self._recipe = view, background, recipe
        self._pictures: PictureSet | None = None
        self._shown: object = None
        self._is_busy = False

    def set_data_set(self, data_set: DataSet) -> None:
        """Take the pictures of this one."""
        self._pictures = data_set.training
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to see now, where somebody can; nothing is computed before torch is loaded."""
        recipe, pictures = self._recipe(), self._pictures
        wanted = (pictures, recipe.augmentation, recipe.variation, recipe.damage)
        if self._is_busy or pictures is None or wanted == self._shown:
            return
        if not self._view.isVisible() or "torch" not in sys.modules:
            return
        self._is_busy = True

        def show(images: npt.NDArray[np.uint8]) -> None:
            self._view.show_pictures(images)
            done("")

        def done(_fault: str) -> None:
            # What cannot be read is told by the training.
            self._is_busy, self._shown = False, wanted
            self.refresh()

        self._background.run(lambda: _varied(pictures, recipe), show, done)


def _varied(pictures: PictureSet, recipe: Recipe) -> npt.NDArray[np.uint8]:
    from lenet_app.training.engine.preview import varied  # noqa: PLC0415 - loads torch

    labels = pictures.labels
    other = int(np.argmax(labels != labels[0]))
    places = np.repeat(np.array([0, other], np.intp), COUNT // 2)
    return varied(pictures.take(places).images, recipe, seed=1)
