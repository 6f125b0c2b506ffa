"""What of the page can be kept in files: figures, the confusion matrix, pictures, each with its numbers."""

from collections.abc import Callable, Sequence

from lenet_app.evaluation.exports import answers_as_csv, classes_as_csv, confusion_as_csv
from lenet_app.gui.evaluate.gallery_content import Choice, numbers_of, title_of
from lenet_app.gui.evaluate.measuring import Evaluated
from lenet_app.gui.evaluate.widgets.class_bars import ClassBars
from lenet_app.gui.evaluate.widgets.confusion_view import ConfusionView
from lenet_app.gui.inside.keep.keepsake import Form, Forms, Keepsake
from lenet_app.gui.inside.keep.making import shown_pictures
from lenet_app.gui.inside.widgets.pictures_view import PicturesView
from lenet_app.gui.kit.printing import printed, side_by_side
from lenet_app.language import tr
from lenet_app.storage.files import write_whole


def figure_keepsakes(evaluated: Evaluated | None, bars: ClassBars) -> tuple[Keepsake, ...]:
    """The figures of all classes, and what was said to each picture."""
    if evaluated is None:
        return ()
    names, models = evaluated.material.class_names, evaluated.names
    classes = tr("Each class")
    table = _table(lambda: classes_as_csv(evaluated.measured, models, names))
    title = f"{classes}: {_about(evaluated)}"
    every = tr("All answers")
    rows = _table(lambda: answers_as_csv(evaluated.answers, models, names, _names(evaluated)))
    return (
        Keepsake(classes, title, {**_picture(bars, title), **table}),
        Keepsake(every, f"{every}: {_about(evaluated)}", rows),
    )


def confusion_keepsakes(evaluated: Evaluated | None, view: ConfusionView) -> tuple[Keepsake, ...]:
    """The matrix."""
    if evaluated is None:
        return ()
    what = tr("Confusion matrix")
    title = f"{what}: {evaluated.names[0]}, {evaluated.material.title}"
    table = _table(lambda: confusion_as_csv(evaluated.first, evaluated.material.class_names))
    return (Keepsake(what, title, {**_picture(view, title), **table}),)


def gallery_keepsakes(evaluated: Evaluated | None, choice: Choice, view: PicturesView) -> tuple[Keepsake, ...]:
    """The pictures that are shown, and what was said to all that were chosen."""
    if evaluated is None or not view.pictures:
        return ()
    title, names = title_of(evaluated, choice), evaluated.material.class_names
    chosen = numbers_of(evaluated, choice)
    table = _table(lambda: answers_as_csv(evaluated.answers, evaluated.names, names, _names(evaluated), chosen))
    return (Keepsake(tr("Pictures"), title, {**_picture(view, title), **table}),)


def _about(evaluated: Evaluated) -> str:
    return f"{', '.join(evaluated.names)}, {evaluated.material.title}"


def _names(evaluated: Evaluated) -> Sequence[str]:
    return [str(one.path) for one in evaluated.material.files]


def _table(csv: Callable[[], bytes]) -> Forms:
    """Written beside the window, of values that nobody changes."""
    return {Form.CSV: lambda: lambda path: write_whole(path, csv())}


def _picture(view: ClassBars | ConfusionView | PicturesView, title: str) -> Forms:
    return shown_pictures(lambda: side_by_side([printed(view)], title, view.font(), view), title)
