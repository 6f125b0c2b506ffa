"""What is measured beside the window, as values: answers to a set, how well models hold."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import numpy as np
import numpy.typing as npt

from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet, Pictures, PictureSet
from lenet_app.errors import UserError
from lenet_app.evaluation.answers import Answering, Answers, answer_all
from lenet_app.evaluation.corruptions import CORRUPTIONS, Corruption
from lenet_app.evaluation.kept_answers import KeptAnswers, digest_of_model
from lenet_app.evaluation.labelled_files import FileAnswers, Labelled, answer_files, labelled_files
from lenet_app.evaluation.measured import Measured, classes_of
from lenet_app.evaluation.measures import Pair, compared
from lenet_app.evaluation.robustness import Point, measure, measure_mnist_c
from lenet_app.gui.answering.opening import read_model
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.storage.library import Entry


@dataclass(frozen=True)
class Source:
    """What is measured with.

    Args:
        place: the name or path of a data set; of pictures of one's own their folder, or a table of them.
        is_own: whether they are pictures of one's own, each fitted as on Draw.
    """

    place: str
    is_own: bool = False


@dataclass(frozen=True)
class Progress:
    """How far it is."""

    done: int
    total: int


@dataclass(frozen=True, eq=False)
class Material:
    """The pictures that were answered.

    Args:
        title: what people read.
        class_names: of all classes that are true or were said.
        pictures: as the first model takes them.
        data_set: of whose test pictures they are; None for pictures of one's own.
        files: of pictures of one's own, in the order of `pictures`.
        faults: a sentence for each file that could not be answered.
    """

    title: str
    class_names: tuple[str, ...]
    pictures: PictureSet
    data_set: DataSet | None = None
    files: tuple[Labelled, ...] = ()
    faults: tuple[str, ...] = ()

    def name_of(self, number: int) -> str:
        """What a picture is called: its file, or its number in the set."""
        return self.files[number].path.name if self.files else f"{number:,}"


@dataclass(frozen=True, eq=False)
class Evaluated:
    """What one or two models said to a set, and what that tells.

    Args:
        models: who answered; the first one is what it is about.
        material: what was answered.
        measured: of each model.
        pair: of both; None for one.
    """

    models: tuple[Model, ...]
    material: Material
    measured: tuple[Measured, ...]
    pair: Pair | None = None

    @property
    def first(self) -> Measured:
        """What the first model said."""
        return self.measured[0]

    @property
    def answers(self) -> tuple[Answers, ...]:
        """Of each model."""
        return tuple(one.answers for one in self.measured)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the models."""
        return tuple(model.name for model in self.models)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Has one or two models answer a set; yields Progress, and Evaluated last.

    Args:
        chosen: the models, or their places in the library.
        source: the set.
        home: where data sets lie, and where answers are kept.
        known: pictures of one's own that were answered already.
        unwanted: set once nobody waits for it, for what reads a data set in one step.
    """

    chosen: tuple[Model | Entry, ...]
    source: Source
    home: Home
    known: "KnownFiles"
    unwanted: Event = field(default_factory=Event)

    def steps(self) -> Iterator[Progress | Evaluated]:
        """Do it."""
        yield Progress(0, 1)
        models = tuple(one if isinstance(one, Model) else read_model(one.path) for one in self.chosen)
        yield from self._of_files(models) if self.source.is_own else self._of_data_set(models)

    def _of_data_set(self, models: tuple[Model, ...]) -> Iterator[Progress | Evaluated]:
        data_set = catalogue.load(self.source.place, self.home.data, self.unwanted.is_set)
        test, kept = data_set.test, KeptAnswers(self.home.evaluations)
        digest, answers = kept.digest_of(test), []
        for number, model in enumerate(models):
            answering = kept.or_else(model, digest, test.labels, answer_all(model, test))
            answers.append((yield from _followed(answering, number, len(models))))
        names = data_set.class_names
        for model in models:
            names = classes_of(names, model.class_names)
        yield _evaluated(models, Material(data_set.title, names, test, data_set), answers)

    def _of_files(self, models: tuple[Model, ...]) -> Iterator[Progress | Evaluated]:
        path = Path(self.source.place)
        files = labelled_files(path)
        if len({model.class_names for model in models}) > 1:
            raise UserError(tr("The two models could not be compared: they tell other classes apart."))
        found = []
        for number, model in enumerate(models):
            last = self.known.answers_of(model, files)
            for report in () if last else answer_files(model, files):
                last = report
                done = len(report.files) + len(report.faults)
                yield Progress(number * len(files) + done, len(models) * len(files))
            assert last is not None  # a folder or a table without pictures is refused
            self.known.keep(model, files, last)
            if not last.files:
                raise UserError(last.faults[0])
            found.append(last)
        if any(one.files != found[0].files for one in found):
            raise UserError(tr("The two models could not be compared: one of them cannot take all of the pictures."))
        first = found[0]
        pictures = Pictures(first.images, first.answers.labels)
        material = Material(path.name, models[0].class_names, pictures, None, first.files, first.faults)
        yield _evaluated(models, material, [one.answers for one in found])


def _followed(answering: Answering, number: int, count: int) -> Generator[Progress, None, Answers]:
    """The whole of the answers of one of several models; tells how far all are."""
    last = None
    for last in answering:
        yield Progress(number * last.total + len(last), count * last.total)
    if last is None:
        raise UserError(tr("There are no pictures to measure with."))
    return last


def _evaluated(models: tuple[Model, ...], material: Material, answers: list[Answers]) -> Evaluated:
    measured = tuple(Measured.of(one, len(material.class_names)) for one in answers)
    pair = compared(*answers) if len(answers) > 1 else None
    return Evaluated(models, material, measured, pair)


class KnownFiles:
    """Answers to pictures of one's own from earlier in this session: fitting them is what takes time."""

    def __init__(self) -> None:
        self._known: list[tuple[tuple[object, ...], FileAnswers]] = []

    def answers_of(self, model: Model, files: tuple[Labelled, ...]) -> FileAnswers | None:
        """What this model said to these files, as they are now; None where that is not known."""
        key = (digest_of_model(model), *_state_of(files))
        return next((found for one, found in self._known if one == key), None)

    def keep(self, model: Model, files: tuple[Labelled, ...], found: FileAnswers) -> None:
        """Keep what it said, and the few latest beside it."""
        key = (digest_of_model(model), *_state_of(files))
        others = [one for one in self._known if one[0] != key]
        self._known = [(key, found), *others][:_MOST_KNOWN]


_MOST_KNOWN = 4


def _state_of(files: tuple[Labelled, ...]) -> tuple[object, ...]:
    """What changes where a file does."""

    def state(path: Path) -> tuple[int, int]:
        try:
            facts = path.stat()
        except OSError:
            return 0, 0
        return facts.st_mtime_ns, facts.st_size

    return tuple((one, *state(one.path)) for one in files)


@dataclass(frozen=True, eq=False)
class Held:
    """How well models hold, as far as that is known.

    Args:
        points: of each model; those of the last one may be missing yet.
        done: how far it is; `total` is where it ends.
        examples: of each corruption of our own what it makes of the first picture.
    """

    points: tuple[tuple[Point, ...], ...]
    done: float
    total: float
    examples: "tuple[Examples, ...]" = ()


@dataclass(frozen=True, eq=False)
class Examples:
    """A picture at the lowest, the middle and the highest degree of a corruption.

    Args:
        unit: of the degrees.
        degrees: of each picture.
        images: uint8 (n, channels, height, width).
    """

    unit: str
    degrees: tuple[float, ...]
    images: npt.NDArray[np.uint8]


def examples_of(corruption: Corruption, image: npt.NDArray[np.uint8]) -> Examples:
    """What a corruption makes of a picture, uint8 (channels, height, width)."""
    degrees = corruption.degrees
    chosen = (degrees[0], degrees[len(degrees) // 2], degrees[-1])
    images = [corruption.apply(image[None], degree, 0)[0] for degree in chosen]
    return Examples(corruption.unit, chosen, np.array(images))


@dataclass(frozen=True, eq=False)
class Holding:
    """Has models answer pictures that are made worse by degrees, or those of MNIST-C; yields Held.

    Args:
        models: who answers.
        pictures: that are made worse.
        home: where answers are kept.
        mnist_c: the folder of MNIST-C's folders; None for corruptions of our own.
    """

    models: tuple[Model, ...]
    pictures: PictureSet
    home: Home
    mnist_c: Path | None = None

    def steps(self) -> Iterator[Held]:
        """Do it, one model after the other."""
        kept = KeptAnswers(self.home.evaluations)
        examples: tuple[Examples, ...] = ()
        if self.mnist_c is None:
            (first,) = self.pictures.take(np.arange(1)).images
            examples = tuple(examples_of(one, first) for one in CORRUPTIONS)
        whole_points: list[tuple[Point, ...]] = []
        for number, model in enumerate(self.models):
            points: tuple[Point, ...] = ()
            measuring = (
                measure(model, self.pictures, kept)
                if self.mnist_c is None
                else measure_mnist_c(model, self.mnist_c, self.home.data, kept)
            )
            for report in measuring:
                points = report.points
                done = number + report.done / max(report.total, 1)
                yield Held((*whole_points, points), done, len(self.models), examples)
            whole_points.append(points)
