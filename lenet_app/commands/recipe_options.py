"""The parts of a recipe as options of the command line."""

import argparse
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from lenet_app.language import tr
from lenet_app.networks.recipe import Augmentation, Initialisation, Loss, Optimiser, Recipe, Schedule

_KINDS: dict[str, type[StrEnum]] = {
    "optimiser": Optimiser,
    "schedule": Schedule,
    "augmentation": Augmentation,
    "loss": Loss,
    "initialisation": Initialisation,
}
_NUMBERS = (
    *("epochs", "steps", "batch_size", "learning_rate", "decay", "momentum", "weight_decay", "bias_rate", "average"),
    *("variation", "damage", "made", "damping", "curvature_pictures", "rubbish", "loss_divisor", "deviation"),
    *("first_bias", "patience", "target"),
)


def add_recipe_arguments(parser: argparse.ArgumentParser) -> None:
    """Every part of a recipe but those that depend on the data set; each defaults to the recipe that is begun with."""
    recipe = tr("begin with the recipe in this file in place of the network's own")
    parser.add_argument("--recipe", type=Path, metavar="FILE", help=recipe)
    _add_run(parser)
    _add_steps(parser)
    parser.add_argument("--loss", choices=names_of(Loss), help=tr("what is made small"))
    parser.add_argument("--rubbish", type=float, metavar="J", help=tr("the penalty j of the loss of eq. (9)"))
    parser.add_argument("--loss-divisor", type=float, metavar="D", help=tr("divide the loss by it, above 0"))
    parser.add_argument("--initialisation", choices=names_of(Initialisation), help=tr("where weights start"))
    parser.add_argument("--deviation", type=float, metavar="S", help=tr("of truncated normal first weights, above 0"))
    parser.add_argument(
        "--first-bias", type=float, metavar="B", help=tr("what biases start from, where weights are so")
    )
    parser.add_argument("--augmentation", choices=names_of(Augmentation), help=tr("how pictures are varied"))
    parser.add_argument("--variation", type=float, metavar="F", help=tr("how far, in multiples of the usual"))
    damage = tr("share of the pictures that have noise, blur, specks, uneven light and the like, 0 to 1")
    parser.add_argument("--damage", type=float, metavar="S", help=damage)
    made = tr("share of the pictures that are made digits, where all kinds of handwriting are learned, 0 to 0.9")
    parser.add_argument("--made", type=float, metavar="S", help=made)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--epochs", type=int, metavar="N", help=tr("passes over the training pictures"))
    parser.add_argument("--batch-size", type=int, metavar="B", help=tr("pictures per step"))
    parser.add_argument("--steps", type=int, metavar="N", help=tr("end after so many steps, whatever the epochs"))
    patience = tr("end after so many epochs in a row that are not the best on the hold-out; 0 for never")
    parser.add_argument("--patience", type=int, metavar="N", help=patience)
    target = tr("end once this share of the hold-out is right, such as 0.99; 0 for never")
    parser.add_argument("--target", type=float, metavar="S", help=target)


def _add_steps(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--learning-rate", type=float, metavar="R", help=tr("the largest rate of the run, above 0"))
    parser.add_argument("--schedule", choices=names_of(Schedule), help=tr("how the rate changes"))
    parser.add_argument("--decay", type=float, metavar="D", help=tr("of the exponential and the inverse schedule"))
    parser.add_argument("--optimizer", dest="optimiser", choices=names_of(Optimiser), help=tr("the step rule"))
    momentum = tr("how much of a step goes into the next, 0 to below 1")
    parser.add_argument("--momentum", type=float, metavar="M", help=momentum)
    decay = tr("how much of each weight is taken off per step and unit of rate, 0 or more")
    parser.add_argument("--weight-decay", type=float, metavar="W", help=decay)
    parser.add_argument("--bias-rate", type=float, metavar="F", help=tr("how many times faster biases learn"))
    parser.add_argument("--average", type=float, metavar="S", help=tr("average the weights, keeping this share"))
    damping = tr("µ of Levenberg-Marquardt, above 0")
    parser.add_argument("--damping", type=float, metavar="U", help=damping)
    curvature = tr("on which Levenberg-Marquardt measures the curvature before each pass")
    parser.add_argument("--curvature-pictures", type=int, metavar="N", help=curvature)


def names_of(kind: type[StrEnum]) -> list[str]:
    """What can be chosen."""
    return [member.value for member in kind]


def changed_recipe(recipe: Recipe, options: argparse.Namespace) -> Recipe:
    """The recipe with the parts that were given.

    Raises:
        UserError: one is out of its range, or two cannot go together.
    """
    parts = (*_NUMBERS, *_KINDS)
    given = {part: getattr(options, part) for part in parts if getattr(options, part) is not None}
    given |= {part: kind(given[part]) for part, kind in _KINDS.items() if part in given}
    if options.epochs is not None and options.steps is None:
        given["steps"] = 0
    if given.get("optimiser") is Optimiser.LEVENBERG_MARQUARDT:
        given.setdefault("batch_size", 1)
    return replace(recipe, **given)
