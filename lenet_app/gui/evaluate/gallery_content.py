"""Which pictures are looked at, and what is said of each: the surest mistakes, a cell, a class, where two differ."""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from lenet_app.evaluation import measures
from lenet_app.evaluation.measures import Numbers
from lenet_app.gui.answering.confidence import confidence_text
from lenet_app.gui.evaluate.measuring import Evaluated
from lenet_app.gui.inside.why_content import picture_of
from lenet_app.gui.inside.widgets.pictures import Picture
from lenet_app.language import tr, trn

Images = npt.NDArray[np.uint8]

MOST = 1000
"""Pictures that are shown at once; a table has all."""


class Kind(Enum):
    """What is chosen among all pictures."""

    MISTAKES = auto()
    CELL = auto()
    """Of the confusion matrix."""
    CLASS = auto()
    """What was answered wrongly of a class, or taken for it."""
    DIFFERENT = auto()
    """To which two models give different answers."""


@dataclass(frozen=True)
class Choice:
    """What is looked at.

    Args:
        kind: of choice.
        true: the class, of a cell or a class.
        said: the answer, of a cell.
    """

    kind: Kind = Kind.MISTAKES
    true: int = 0
    said: int = 0


MISTAKES = Choice()


@dataclass(frozen=True, eq=False)
class Gallery:
    """Pictures that were chosen.

    Args:
        choice: by what.
        numbers: of all of them.
        pictures: the first of them, as they are shown.
    """

    choice: Choice
    numbers: Numbers
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, eq=False)
class GalleryRequest:
    """For what is chosen among what was answered; `run` reads and paints it."""

    evaluated: Evaluated
    choice: Choice

    def run(self) -> Gallery:
        """Do it.

        Raises:
            UserError: the pictures lie on the disk and cannot be read.
        """
        numbers = numbers_of(self.evaluated, self.choice)
        shown = numbers[:MOST]
        images = self.evaluated.material.pictures.take(shown).images
        pictures = (
            _picture(self.evaluated, self.choice, int(number), image)
            for number, image in zip(shown, images, strict=True)
        )
        return Gallery(self.choice, numbers, tuple(pictures))


def numbers_of(evaluated: Evaluated, choice: Choice) -> Numbers:
    """The numbers of the chosen pictures, the surest answers of the first model first."""
    answers = evaluated.first.answers
    if choice.kind is Kind.MISTAKES:
        return evaluated.first.mistakes
    if choice.kind is Kind.CELL:
        return measures.pictures_of(answers, choice.true, choice.said)
    if choice.kind is Kind.CLASS:
        wrong = evaluated.first.mistakes
        return wrong[(answers.labels[wrong] == choice.true) | (answers.said[wrong] == choice.true)]
    different = np.zeros(0, np.intp) if evaluated.pair is None else evaluated.pair.different
    return different[np.argsort(-answers.confidences[different], kind="stable")]


def title_of(evaluated: Evaluated, choice: Choice) -> str:
    """What is chosen, and how many pictures that is."""
    names, count = evaluated.material.class_names, len(numbers_of(evaluated, choice))
    texts = {
        Kind.MISTAKES: trn("{count} mistake, the surest first", "{count} mistakes, the surest first", count),
        Kind.CELL: trn(
            "True {true}, said {said}: {count} picture", "True {true}, said {said}: {count} pictures", count
        ),
        Kind.CLASS: trn("{count} mistake with {true}", "{count} mistakes with {true}", count),
        Kind.DIFFERENT: trn("{count} picture on which they differ", "{count} pictures on which they differ", count),
    }
    return texts[choice.kind].format(count=f"{count:,}", true=names[choice.true], said=names[choice.said])


def nothing_text(choice: Choice) -> str:
    """What stands in the place of pictures where there are none."""
    texts = {
        Kind.MISTAKES: tr("No mistakes."),
        Kind.CELL: tr("No picture."),
        Kind.CLASS: tr("No mistakes with this class."),
        Kind.DIFFERENT: tr("Both give the same answers."),
    }
    return texts[choice.kind]


def map_picture(evaluated: Evaluated, number: int, image: Images) -> Picture:
    """A picture that is pointed at on a map."""
    return _picture(evaluated, MISTAKES, number, image)


def _picture(evaluated: Evaluated, choice: Choice, number: int, image: Images) -> Picture:
    names, material = evaluated.material.class_names, evaluated.material
    first = evaluated.first.answers
    true, said = names[first.labels[number]], names[first.said[number]]
    sure = confidence_text(float(first.confidences[number]))
    told = tr("{picture}: true {true}, said {said}, {sure} % sure").format(
        picture=material.name_of(number), true=true, said=said, sure=sure
    )
    note = tr("{sure} % sure").format(sure=sure)
    if len(evaluated.measured) > 1:
        second = evaluated.measured[1].answers
        other = names[second.said[number]]
        is_right = bool(second.right[number])
        texts = (tr("second: {answer} ✓"), tr("second: {answer}"))
        note = f"{note}\n{texts[0 if is_right else 1].format(answer=other)}"
        percent = confidence_text(float(second.confidences[number]))
        more = tr("{model} says {answer}, {sure} % sure").format(model=evaluated.names[1], answer=other, sure=percent)
        told = f"{told}. {more}"
    title = material.name_of(number) if choice.kind is Kind.CELL else f"{true} → {said}"
    return picture_of(image, title, told, note)
