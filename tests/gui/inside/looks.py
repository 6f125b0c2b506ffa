"""Looks at units of networks, for the tests of what shows them."""

from lenet_app.gui.answering.answers import answer
from lenet_app.gui.answering.subjects import DataSetPicture, Request
from lenet_app.gui.inside.live_look import Looked, LookRequest
from lenet_app.inspection.looking import Part, Wanted, look
from lenet_app.inspection.passage import Passage
from lenet_app.inspection.units import Unit
from lenet_app.recognition.recognizer import Recognizer
from tests.unit.inspection.networks import DIGIT, architecture_of, model_of
from tests.unit.samples import digits

ALL = frozenset(Part)


def looked_at(name: str, unit: Unit | None, label: int | None = None) -> Looked:
    """A real digit in a network of this name, with everything that can be asked for."""
    model = model_of(name)
    picture = digits(1, first=DIGIT)
    image = picture.images[0].repeat(model.architecture.input_shape[0], axis=0)
    subject = DataSetPicture(image, model.class_names[int(picture.labels[0]) % len(model.class_names)])
    found = answer(Request(subject, Recognizer(model), 0.0))
    assert found.insight is not None
    passage = Passage.of(model, found.insight)
    wanted = Wanted(ALL, unit, label)
    request = LookRequest(found, ALL, unit, label)
    return Looked(request, passage, look(passage, model.recipe, wanted))


def units_of(name: str) -> list[Unit]:
    """A unit of each layer, somewhere near the middle."""
    return [Unit(plan.name, tuple(size // 2 for size in plan.output_shape)) for plan in architecture_of(name).plans]
