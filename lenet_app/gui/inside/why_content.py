"""Why an answer is given, as pictures over the ink: which pixels have to do with it, and what would change it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.gui.answering.subjects import Answer, DataSetPicture
from lenet_app.gui.inside.forward_content import largest_of
from lenet_app.gui.inside.glossary import Term, explanation
from lenet_app.gui.inside.widgets.pictures import Lines, Picture, outline_of
from lenet_app.gui.inside.words import layer_text, number_text
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.smallest_change import Change
from lenet_app.inspection.why import Quick, Slow, cam_map, integrated_map, occlusion_map, saliency_map
from lenet_app.language import tr, trn

Ink = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Shown:
    """The picture that an answer was given to.

    Args:
        ink: float32 (channels, height, width), ink in [0, 1].
        outline: of the ink.
        names: of the classes.
    """

    ink: npt.NDArray[np.float32]
    outline: Lines
    names: tuple[str, ...]

    @staticmethod
    def of(answer: Answer) -> "Shown":
        """Of an answer to something."""
        ink = ink_of(answer)
        return Shown(ink, outline_of(ink), answer.request.recognizer.model.class_names)


def ink_of(answer: Answer) -> npt.NDArray[np.float32]:
    """What was answered, float32 (channels, height, width), ink in [0, 1]."""
    subject = answer.request.subject
    if isinstance(subject, DataSetPicture):
        return _share(subject.image)
    assert answer.fitted is not None
    return _share(answer.fitted.planes)


def _share(ink: Ink) -> npt.NDArray[np.float32]:
    """Ink in [0, 1]."""
    return np.asarray(ink, np.float32) / np.float32(255 if ink.dtype == np.uint8 else 1)


def picture_of(ink: Ink, title: str, told: str, note: str = "", **facts: Any) -> Picture:  # noqa: ANN401 - of Picture
    """Ink, or colours, (channels, height, width), in [0, 1] or as uint8."""
    share = _share(ink)
    if len(share) == 3:
        return Picture(title, np.round(255 * share).astype(np.uint8), told, note, **facts)
    return Picture(title, share.mean(axis=0), told, note, what=tr("ink"), **facts)


def given_picture(shown: Shown) -> Picture:
    """What was answered."""
    told = tr("The picture that the network answers, {height} × {width} pixels")
    _, height, width = shown.ink.shape
    meaning = tr("Its ink is outlined in the pictures beside it. Each of these has its own scale, told below it.")
    return picture_of(shown.ink, tr("Picture"), told.format(height=height, width=width), explanation=meaning)


def quick_pictures(shown: Shown, quick: Quick, passage: Passage, layer: str) -> list[Picture]:
    """Saliency, and Grad-CAM on a layer of those that there are."""
    name, shape = shown.names[quick.label], shown.ink.shape
    values = saliency_map(quick, shape)
    told = tr("Saliency: with one pixel’s ink the score of {name} changes by up to {most}")
    text = told.format(name=name, most=number_text(largest_of(values)))
    found = [_heat(shown, tr("Saliency"), values, text, tr("change"), Term.SALIENCY)]
    if layer in quick.cams:
        values = cam_map(quick.cams[layer], shape)
        title = layer_text(layer, passage.architecture)
        told = tr("Grad-CAM: the maps of {layer} speak for {name} by up to {most}")
        text = told.format(layer=title, name=name, most=number_text(largest_of(values)))
        found.append(_heat(shown, tr("Grad-CAM {layer}").format(layer=title), values, text, tr("for"), Term.GRAD_CAM))
    return found


def slow_pictures(shown: Shown, slow: Slow) -> list[Picture]:
    """Occlusion and integrated gradients."""
    name, shape = shown.names[slow.label], shown.ink.shape
    values = occlusion_map(slow, shape)
    told = tr("Occlusion: covered, pixels take {low} to {high} off the score of {name}")
    text = told.format(name=name, **_range(values))
    occluded = _heat(shown, tr("Occlusion"), values, text, tr("fall"), Term.OCCLUSION, is_signed=True)
    values = integrated_map(slow, shape)
    told = tr("Integrated gradients: pixels add {low} to {high} to the score of {name}, {sum} together")
    text = told.format(name=name, sum=number_text(slow.integrated.difference), **_range(values))
    title = tr("Integrated gradients")
    return [occluded, _heat(shown, title, values, text, tr("adds"), Term.INTEGRATED_GRADIENTS, is_signed=True)]


def waiting_pictures(shown: Shown) -> list[Picture]:
    """In their places until they are there."""
    empty, told = np.zeros(shown.ink.shape[1:], np.float32), tr("is being computed…")
    titles = ((tr("Occlusion"), Term.OCCLUSION), (tr("Integrated gradients"), Term.INTEGRATED_GRADIENTS))
    return [
        Picture(title, empty, f"{title}: {told}", told, outline=shown.outline, explanation=explanation(term))
        for title, term in titles
    ]


def change_pictures(change: Change) -> list[Picture]:
    """Before, what was changed, and after."""
    before, after = change.before, change.after
    first = change.picture - change.difference
    largest = largest_of(change.difference)
    by_pixel = change.difference.mean(axis=0)
    added, taken = change.ink
    told = tr("The change: {added} pixels of ink added, {taken} taken away, at most {most} in one pixel")
    amounts = {"added": f"{added:.2f}", "taken": f"{taken:.2f}", "most": f"{largest:.2f}"}
    difference = Picture(
        tr("Change"),
        by_pixel,
        told.format(**amounts),
        what=tr("ink"),
        largest=largest_of(by_pixel),
        is_signed=True,
        has_scale=True,
        outline=outline_of(first),
        explanation=explanation(Term.SMALLEST_CHANGE),
    )
    texts = tr("before: {label}, {percent} %"), tr("after: {label}, {percent} %")
    ends = []
    for text, title, ink, answer in zip(
        texts, (tr("Before"), tr("After")), (first, change.picture), (before, after), strict=True
    ):
        note = tr("{label}, {percent} %").format(label=answer.label, percent=_percent(answer.confidence))
        line = text.format(label=answer.label, percent=_percent(answer.confidence))
        ends.append(picture_of(ink, title, line, note, explanation=explanation(Term.SMALLEST_CHANGE)))
    return [ends[0], difference, ends[1]]


def change_text(change: Change) -> str:
    """What was changed, in a sentence."""
    added, taken = change.ink
    sentence = trn(
        "{before} becomes {after}: {count} pixel, ink +{added} −{taken}",
        "{before} becomes {after}: {count} pixels, ink +{added} −{taken}",
        change.pixels,
    )
    numbers = {"count": change.pixels, "added": f"{added:.2f}", "taken": f"{taken:.2f}"}
    return sentence.format(before=change.before.label, after=change.after.label, **numbers)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _range(values: Ink) -> dict[str, str]:
    return {"low": number_text(float(values.min())), "high": number_text(float(values.max()))}


def _heat(
    shown: Shown, title: str, values: Ink, told: str, what: str, term: Term, *, is_signed: bool = False
) -> Picture:
    return Picture(
        title,
        values,
        told,
        what=what,
        largest=largest_of(values),
        is_signed=is_signed,
        has_scale=True,
        outline=shown.outline,
        explanation=explanation(term),
    )
