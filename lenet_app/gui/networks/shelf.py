"""Everything that lies in files about networks, read at once beside the window."""

from dataclasses import dataclass, replace
from statistics import mean

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.family import Experiment, Member
from lenet_app.networks.layers import Layer
from lenet_app.networks.tasks import QUICK_PICTURES, SEEDS, Result, Task, tasks
from lenet_app.paths import Home
from lenet_app.storage.files import Unusable
from lenet_app.storage.library import Entry, ModelLibrary
from lenet_app.storage.models import read_facts
from lenet_app.storage.own_architectures import own_members
from lenet_app.storage.results import bundled_results, own_results


@dataclass(frozen=True)
class Measured:
    """What a model's accuracy is of: the name of its data set, and its layers."""

    data_set: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True)
class Shelf:
    """What there is.

    Args:
        own: the user's own architectures.
        unusable: files among them that cannot be used.
        models: all models.
        measured: of the user's own models, by their names.
        results: of full reproductions that the program brings along.
        own_results: of the user's own full reproductions.
    """

    own: tuple[Member, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    models: tuple[Entry, ...] = ()
    measured: tuple[tuple[str, Measured], ...] = ()
    results: tuple[Result, ...] = ()
    own_results: tuple[Result, ...] = ()

    def runs(self, member: Member, experiment: Experiment) -> tuple[Result, ...]:
        """The trainings of this experiment, as it is now, that the program brings along."""
        return _of(self.results, member, experiment)

    def own_runs(self, member: Member, experiment: Experiment) -> tuple[Result, ...]:
        """The user's own trainings of this experiment as it is now."""
        return _of(self.own_results, member, experiment)

    def models_of(self, architecture_id: str) -> tuple[Entry, ...]:
        """The models of this architecture."""
        return tuple(entry for entry in self.models if entry.architecture_id == architecture_id)

    def best(self, member: Member) -> Entry | None:
        """The user's own model of this network that is best on the test pictures of its data set."""
        wanted = Measured(member.data_set, member.architecture.layers)
        measured = dict(self.measured)
        found = [
            entry
            for entry in self.models
            if not entry.shipped
            and entry.accuracy is not None
            and entry.architecture_id == member.architecture.id
            and measured.get(entry.name, wanted) == wanted
        ]
        return max(found, key=lambda entry: entry.accuracy or 0, default=None)

    def own_member(self, architecture_id: str) -> Member | None:
        """The user's own architecture with this id."""
        return next((member for member in self.own if member.architecture.id == architecture_id), None)


def read_shelf(library: ModelLibrary, home: Home) -> Shelf:
    """Read it all; what is damaged is left out."""
    own, unusable = own_members(home.architectures)
    models = tuple(library.entries())
    measured = tuple((entry.name, one) for entry in models if not entry.shipped and (one := _measured(entry)))
    shipped = tuple(run for run in bundled_results() if not run.is_quick)
    own_runs = tuple(run for run in own_results(home.reproduction) if not run.is_quick)
    return Shelf(own, unusable, models, measured, shipped, own_runs)


def _of(results: tuple[Result, ...], member: Member, experiment: Experiment) -> tuple[Result, ...]:
    mine = (run for run in results if run.id == member.architecture.id)
    return tuple(run for run in mine if run.answers(Task(member, experiment, run.seed)))


def _measured(entry: Entry) -> Measured | None:
    try:
        facts = read_facts(entry.path)
    except UserError:
        return None
    data_set = facts.making.data_set
    return None if data_set is None else Measured(data_set, facts.architecture.layers)


def reproduction_seconds(shelf: Shelf, ids: tuple[str, ...], *, is_quick: bool) -> tuple[float, int]:
    """How long a reproduction takes, by what earlier ones took, and for how many networks that is not known.

    The user's own tell how fast this machine is; where there is none, those that the program brings along count.
    """
    seconds, unknown = 0.0, set()
    for task in tasks(ids, seeds=1 if is_quick else SEEDS, is_quick=is_quick):
        wanted = task.member, task.experiment
        runs = shelf.own_runs(*wanted) or shelf.runs(*wanted)
        if runs:
            seconds += mean(_seconds(run, task) for run in runs)
        else:
            unknown.add(task.member.architecture.id)
    return seconds, len(unknown)


def _seconds(run: Result, task: Task) -> float:
    if not task.is_quick:
        return run.seconds
    steps = task.recipe.steps or QUICK_PICTURES // task.recipe.batch_size
    return run.seconds / max(1, run.steps) * steps


def with_experiment(member: Member, number: int) -> Member:
    """The network with this experiment as its first."""
    experiments = list(member.experiments)
    first = experiments.pop(number)
    return replace(member, experiments=(first, *experiments))


def is_reproducible(architecture_id: str) -> bool:
    """Whether the network is one of the family's for single pictures, those between 1998 and today among them."""
    return architecture_id.partition("+")[0] in family.reproducible_ids()
