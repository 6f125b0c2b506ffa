"""What can be recognised, the questions about it, and the answers, as values that cross threads."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lenet_app.gui.answering.what_if import AS_IT_IS, Picture, WhatIf
from lenet_app.ink.corrections import AUTOMATIC, Corrections
from lenet_app.ink.strokes import Drawing
from lenet_app.networks.model import Model
from lenet_app.recognition.recognizer import Insight, Recognizer

if TYPE_CHECKING:
    from lenet_app.ink.paper.picture import PictureInk
    from lenet_app.ink.steps import Preparation
    from lenet_app.recognition.fitting import Fitted


@dataclass(frozen=True, eq=False)
class DataSetPicture:
    """A picture of a data set, which is answered as it is, never fitted.

    Args:
        image: uint8 (channels, height, width).
        label: the name of its true class.
        title: of the data set.
    """

    image: npt.NDArray[Any]
    label: str
    title: str = ""


@dataclass(frozen=True, eq=False)
class OpenedPicture:
    """A picture that was opened, pasted or dropped, from which its ink can be taken anew.

    Args:
        pixels: uint8 (height, width, 4), red, green, blue and opacity, the longer side at most `LONGEST_SIDE`.
        ink: what was found in it while nobody corrected anything.
        path: the file that it comes from, which may have more pixels; None where it comes from memory.
    """

    pixels: npt.NDArray[np.uint8]
    ink: "PictureInk"
    path: Path | None = None


Subject = Drawing | OpenedPicture | DataSetPicture
"""What can be recognised."""


@dataclass(frozen=True, eq=False)
class Request:
    """One question: what to recognise, and who answers.

    Args:
        asked: from time.perf_counter.
        corrections: what a person chose; of them a drawing knows `deslant` alone.
        with_steps: whether what was done to the ink is to be told step by step.
        what_if: what of network or picture is to be other than it is.
    """

    subject: Subject
    recognizer: Recognizer
    asked: float
    corrections: Corrections = AUTOMATIC
    with_steps: bool = False
    what_if: WhatIf = AS_IT_IS


@dataclass(frozen=True, eq=False)
class SweptLine:
    """A line that a reader of rows was swept over.

    Args:
        model: the reader along this line; see `Model.along`.
        frames: how many windows it answered for.
        spans: of each digit that was read, the digit, its first frame and the first one beyond.
    """

    model: Model
    frames: int
    spans: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a request.

    Args:
        fitted: the drawing or picture as the model takes it; None for a data set's picture, and where nothing is drawn.
        insight: None where nothing is drawn.
        inverted: whether the ink of a picture was darker than its ground.
        preparation: the steps, where they were asked for and the model takes ink.
        picture: what the network was to get, (channels, height, width), unedited; None where nothing is drawn.
        is_edited: whether it got the edited one; a picture other than this one was edited, or none.
        line: where a reader of rows answered; then there is no `fitted` and no `picture`.
    """

    request: Request
    fitted: "Fitted | None"
    insight: Insight | None
    inverted: bool = False
    preparation: "Preparation | None" = None
    picture: Picture | None = None
    is_edited: bool = False
    line: SweptLine | None = None

    @property
    def model(self) -> Model:
        """Whose layers the insight tells of."""
        return self.request.recognizer.model if self.line is None else self.line.model

    @property
    def is_what_if(self) -> bool:
        """Whether network or picture were others than they are."""
        return self.is_edited or bool(self.request.what_if.off)
