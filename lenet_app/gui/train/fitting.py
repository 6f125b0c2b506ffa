"""Whether network, data set and recipe fit together, in sentences."""

from lenet_app.data.pictures import DataSet, Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.architecture import Architecture
from lenet_app.networks.recipe import Recipe
from lenet_app.runs.preparation import batch_fault, check_row_training, labels_fault
from lenet_app.training.settings import TrainingSettings


def mismatch(architecture: Architecture, data_set: DataSet) -> str:
    """Why network and data set do not belong together; empty where they do."""
    if data_set.channels == architecture.input_shape[0]:
        return ""
    if data_set.channels == 1:
        sentence = tr("{network} is made for colour pictures; those of {data_set} are grey.")
    else:
        sentence = tr("{network} is made for grey pictures; those of {data_set} are in colour.")
    return sentence.format(network=architecture.title, data_set=data_set.title)


def data_fault(architecture: Architecture, data_set: DataSet, recipe: Recipe) -> str:
    """Why the network can learn nothing from the pictures with this recipe; empty where it can."""
    if recipe.learns_rows:
        try:
            check_row_training(TrainingSettings(architecture=architecture, recipe=recipe), data_set)
        except UserError as error:
            return str(error)
    pictures = len(data_set.training)
    return labels_fault(data_set) or batch_fault(recipe, pictures - round(recipe.hold_out * pictures))


def pictures_text(data_set: DataSet) -> str:
    """How many pictures there are, and whether they are in memory."""
    if isinstance(data_set.training, Pictures):
        text = tr("{training} pictures to learn, {test} to test")
    else:
        text = tr("{training} pictures to learn, read from the disk; {test} to test")
    return text.format(training=f"{len(data_set.training):,}", test=f"{len(data_set.test):,}")
