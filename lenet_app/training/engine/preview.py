"""How a recipe would vary pictures, to be looked at before a training."""

import numpy as np
import numpy.typing as npt

from lenet_app.networks.recipe import Augmentation, Recipe
from lenet_app.randomness import Purpose, random_for
from lenet_app.training.engine.augmentation import PLANAR, AffineRange, mirrored, random_affine
from lenet_app.training.engine.damage import damaged
from lenet_app.training.engine.variation import Variation, vary


def varied(images: npt.NDArray[np.uint8], recipe: Recipe, seed: int) -> npt.NDArray[np.uint8]:
    """The pictures as the recipe's augmentation might show them; made digits are not among them.

    Args:
        images: uint8 (n, channels, height, width).
        recipe: its augmentation, how far that goes, and how many of them are damaged.
        seed: of what is random about it.

    Returns:
        uint8 of the same shape.
    """
    random = random_for(seed, Purpose.AUGMENTATION, 0, 0)
    found = _varied(images, recipe, random)
    return damaged(found, recipe.damage, random) if recipe.damages else found


def _varied(images: npt.NDArray[np.uint8], recipe: Recipe, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    match recipe.augmentation:
        case Augmentation.NONE:
            return images
        case Augmentation.AFFINE:
            return random_affine(images, random, AffineRange().times(recipe.variation))
        case Augmentation.MIRRORED:
            return mirrored(images, random)
        case Augmentation.DISTORTED_COPIES:
            return random_affine(images, random, PLANAR)
        case Augmentation.HANDWRITING:
            return vary(images, random, Variation().times(recipe.variation))
