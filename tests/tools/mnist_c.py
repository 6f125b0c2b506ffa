"""MNIST-C by its published program: `python tests/tools/mnist_c.py SOURCE FOLDER`.

SOURCE is a copy of https://github.com/google-research/mnist-c (Mu and Gilmer, 2019, Apache License 2.0). FOLDER gets a
folder for each of the fifteen corruptions of MNIST's test pictures, laid out as those that its makers offer; what is
random is drawn from seeds of our own, so single pixels differ from theirs. Needs `pip install scipy scikit-image
opencv-python-headless wand` and ImageMagick beside what this project needs; takes about two minutes.

The program was written for libraries of 2018. What they have dropped since is put back before it is loaded: names of
NumPy and SciPy, an argument of scikit-image's blur, and its shear by an angle.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path
from types import ModuleType
from zlib import crc32

import numpy as np
import numpy.typing as npt
from PIL import Image

from lenet_app.data import catalogue
from lenet_app.evaluation.robustness import MNIST_C
from lenet_app.paths import Home

Grey = npt.NDArray[np.floating]
Shift = tuple[float, float] | list[float]


def main() -> None:
    """Write the folders."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("source", type=Path, help="the published program")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    options = parser.parse_args()
    folder = options.folder.resolve()
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    program = published(options.source)
    for name in MNIST_C:
        np.random.seed(crc32(name.encode()))
        corrupt = getattr(program, name)
        found = [np.asarray(corrupt(Image.fromarray(image))) for image in test.images[:, 0]]
        images = np.clip(np.rint(found), 0, 255).astype(np.uint8)[..., None]
        (folder / name).mkdir(parents=True, exist_ok=True)
        np.save(folder / name / "test_images.npy", images)
        np.save(folder / name / "test_labels.npy", test.labels)
        print(name, flush=True)


def published(source: Path) -> ModuleType:
    """The program as a module."""
    filters, transform = (importlib.import_module(f"skimage.{name}") for name in ("filters", "transform"))
    blur, affine = filters.gaussian, transform.AffineTransform

    def gaussian(image: Grey, sigma: float, multichannel: object = None) -> Grey:
        del multichannel  # grey pictures are blurred along both axes either way
        return np.asarray(blur(image, sigma=sigma))

    def sheared(
        scale: object = None, rotation: object = None, shear: float | None = None, translation: Shift = (0, 0)
    ) -> object:
        if shear is None:
            return affine(scale=scale, rotation=rotation, translation=translation)
        rows = [[1, -np.sin(shear), translation[0]], [0, np.cos(shear), translation[1]], [0, 0, 1]]
        return affine(matrix=np.array(rows))

    for module, name, value in (
        *((np, "float_", np.float64), (np, "int", int)),
        *((filters, "gaussian", gaussian), (transform, "AffineTransform", sheared)),
    ):
        setattr(module, name, value)
    interpolation = importlib.import_module("scipy.ndimage")
    _stand_in("scipy.ndimage.interpolation", "map_coordinates", interpolation.map_coordinates)
    _stand_in("pkg_resources", "resource_filename", lambda _package, name: name)
    os.chdir(source)  # beside which it looks for a file
    sys.path.insert(0, ".")
    return importlib.import_module("corruptions")


def _stand_in(name: str, member: str, value: object) -> None:
    module = ModuleType(name)
    setattr(module, member, value)
    sys.modules[name] = module


if __name__ == "__main__":
    main()
