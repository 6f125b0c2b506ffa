"""Pictures between Qt and NumPy."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from lenet_app.errors import UserError
from lenet_app.ink.files.pixels import check_size
from lenet_app.language import tr


def pixels_of(image: QImage) -> npt.NDArray[np.uint8]:
    """The picture as uint8 (height, width, 4): red, green, blue and opacity, not premultiplied.

    Raises:
        UserError: the picture is empty or larger than a picture file may be.
    """
    if image.isNull():
        raise UserError(tr("The pasted picture is empty."))
    check_size(image.width(), image.height(), tr("The pasted picture"))
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4).copy()
