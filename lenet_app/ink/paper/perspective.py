"""Straightening what was photographed at an angle: the picture of a rectangle of which the four corners are known."""

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

_PARTS_OF_AN_EDGE = 8
"""Of each a median tells the paper: what is written takes less than half of most."""


def homography(corners: Floats, targets: Floats) -> Floats:
    """The projective map that takes four points to four others: Hartley and Zisserman (2004), section 4.1.

    Args:
        corners: (4, 2), x and y; no three of them lie on one line.
        targets: (4, 2), where they go.

    Returns:
        (3, 3), the last number 1, for points as columns (x, y, 1).

    Raises:
        ValueError: three of the corners lie on one line.
    """
    rows = []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    try:
        found = np.linalg.solve(np.array(rows, np.float64), np.asarray(targets, np.float64).ravel())
    except np.linalg.LinAlgError as error:
        raise ValueError("three of the corners lie on one line") from error
    return np.append(found, 1.0).reshape(3, 3)


def mapped(matrix: Floats, points: Floats) -> Floats:
    """Where points (n, 2) go under a projective map, (n, 2)."""
    whole = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(whole[:, :2] / whole[:, 2:])


def straightened(pixels: Bytes, corners: Floats, size: tuple[int, int]) -> Bytes:
    """The part of a picture between four corners as a rectangle.

    Args:
        pixels: uint8 (height, width, 3).
        corners: (4, 2), x and y in pixels, of the upper left, upper right, lower right and lower left corner.
        size: width and height of the rectangle, in pixels.

    Returns:
        uint8 (height, width, 3); outside of the picture the paper at its edge goes on.

    Raises:
        ValueError: three of the corners lie on one line.
    """
    width, height = size
    rectangle = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    reach = int(max(0, *np.ceil(-corners.min(axis=0)), *np.ceil(corners.max(axis=0) - pixels.shape[1::-1])))
    framed = _continued(pixels, reach) if reach else pixels
    back = homography(rectangle, corners + reach)
    image = Image.fromarray(framed)
    data = tuple(float(value) for value in back.ravel()[:8])
    return np.asarray(image.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC))


def _continued(pixels: Bytes, reach: int) -> Bytes:
    """A picture with `reach` pixels more on each side, in the colours of the paper along its edges.

    Strokes and lines that end at an edge do not go on: they would be read.
    """
    height, width = pixels.shape[:2]
    smooth = pixels.copy()
    for side in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        smooth[side] = _smooth(pixels[side])
    framed = np.pad(smooth, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    framed[reach : reach + height, reach : reach + width] = pixels
    return framed


def _smooth(line: Bytes) -> Bytes:
    """The medians of a line of pixels, (n, 3), part by part, and what lies between them."""
    parts = np.array_split(np.arange(len(line)), min(_PARTS_OF_AN_EDGE, len(line)))
    middles = [part.mean() for part in parts]
    medians = np.array([np.median(line[part], axis=0) for part in parts])
    columns = [np.interp(np.arange(len(line)), middles, column) for column in medians.T]
    return np.stack(columns, axis=1).astype(np.uint8)
