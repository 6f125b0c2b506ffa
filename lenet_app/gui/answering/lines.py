"""What a reader of rows makes of a subject: one sweep over its largest row, with layers as wide as the line."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lenet_app.gui.answering.subjects import Answer, DataSetPicture, OpenedPicture, Request, SweptLine
from lenet_app.ink.paper.page_extraction import PageInk, page_ink
from lenet_app.ink.strokes import Drawing
from lenet_app.inspection.ablation import outputs_without
from lenet_app.inspection.units import Unit, shape_of
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.forward import Array, activations
from lenet_app.networks.row_network import BLANK, CLASS_NAMES, WINDOW, lines_of, logarithms
from lenet_app.reading.drawing_ink import page_of_drawing
from lenet_app.reading.rows import find_rows
from lenet_app.reading.sweep.decoding import alignment, readings
from lenet_app.reading.sweep.swept import line_of_row
from lenet_app.recognition.recognizer import Insight, Recognition

_STEP = 32
"""Pixels by which lines get wider, so that the layers stay in their places while one writes a digit."""


@dataclass(frozen=True, eq=False)
class LineRecognition(Recognition):
    """What a line says; its probabilities are those of each digit in the frame where that is likeliest.

    Args:
        texts: the likeliest texts and their probabilities, the best first; an empty one for no digit.
    """

    texts: tuple[tuple[str, float], ...] = ()

    @property
    def label(self) -> str:
        """The likeliest text."""
        return self.texts[0][0]

    @property
    def guesses(self) -> tuple[str, ...]:
        """The two likeliest texts that have a digit; where there is none, the likeliest digits."""
        return tuple(text for text, _ in self.texts if text)[:2] or super().guesses

    @property
    def confidence(self) -> float:
        """How likely the text is right as a whole."""
        return self.texts[0][1]

    @property
    def is_of_no_class(self) -> bool:
        """Whether there most likely is no digit."""
        return not self.label


def swept_answer(request: Request) -> Answer:
    """Sweep over the largest row of the subject."""
    recognizer = request.recognizer
    network_input = _network_input(request)
    if network_input is None:
        return Answer(request, None, None)
    model = recognizer.model.along(network_input.shape[-1])
    outputs = activations(model.architecture, model.weights, network_input)
    if off := _within(request.what_if.off, model.architecture):
        outputs = outputs_without(model.architecture, model.weights, outputs, off)
    frames = logarithms(outputs[model.architecture.layers[-1].name])[0]
    found = readings(frames)
    texts = tuple(("".join(map(str, one.digits)), float(np.exp(one.log))) for one in found)
    likeliest = np.exp(frames[:, :BLANK]).max(axis=0)
    said = LineRecognition(likeliest, CLASS_NAMES[:BLANK], certainty=recognizer.certainty, texts=texts)
    digits = found[0].digits
    spans = zip(digits, alignment(frames, digits) if digits else (), strict=True)
    line = SweptLine(model, len(frames), tuple((digit, *span) for digit, span in spans))
    insight = Insight(said, network_input[0], {name: output[0] for name, output in outputs.items()})
    return Answer(request, None, insight, line=line)


def _network_input(request: Request) -> Array | None:
    """float32 (1, 1, 32, width); None where there is no row."""
    subject = request.subject
    if isinstance(subject, DataSetPicture):
        return request.recognizer.model.normalisation.network_input(subject.image[None], (1, WINDOW, WINDOW))
    picture = _line(_page(subject))
    if picture is None:
        return None
    return lines_of([np.pad(picture, ((0, 0), (0, -picture.shape[1] % _STEP)))])


def _page(subject: Drawing | OpenedPicture) -> PageInk | None:
    if isinstance(subject, OpenedPicture):
        return page_ink(subject.ink.shown)
    drawn = page_of_drawing(subject)
    return None if drawn is None else drawn.ink


def _line(ink: PageInk | None) -> npt.NDArray[np.uint8] | None:
    """The picture of the row that has the most ink."""
    rows = [] if ink is None else find_rows(ink.components, ink.pen)
    if ink is None or not rows:
        return None
    areas = ink.components.areas
    return line_of_row(ink, max(rows, key=lambda row: int(areas[list(row.labels)].sum()))).picture


def _within(off: frozenset[Unit], architecture: Architecture) -> frozenset[Unit]:
    """Those that there are on a line of this width."""
    found = []
    for unit in off:
        shape = shape_of(unit.layer, architecture)
        if shape is not None and all(number < size for number, size in zip(unit.index, shape, strict=False)):
            found.append(unit)
    return frozenset(found)
