"""What is shown of why is that of the picture that was answered."""

import numpy as np

from lenet_app.gui.answering.answers import answer
from lenet_app.gui.answering.subjects import DataSetPicture, Request
from lenet_app.gui.answering.what_if import Edit, WhatIf
from lenet_app.gui.inside.why_content import ink_of
from tests.gui.helpers import shipped_recognizer
from tests.unit.samples import digits


def test_an_edited_picture_is_shown_as_it_was_edited() -> None:
    image = digits(1).images[0]
    edited = (image / np.float32(255))[:, ::-1].astype(np.float32)
    what_if = WhatIf(edit=Edit(image, edited))
    found = answer(Request(DataSetPicture(image, "5"), shipped_recognizer(), 0.0, what_if=what_if))
    np.testing.assert_array_equal(ink_of(found), edited)
    other = answer(
        Request(DataSetPicture(digits(1, first=1).images[0], "0"), shipped_recognizer(), 0.0, what_if=what_if)
    )
    np.testing.assert_allclose(ink_of(other), digits(1, first=1).images[0] / 255, atol=1e-6)
