"""A recipe in words."""

from lenet_app.networks.recipe import Initialisation, Loss, Optimiser, Recipe, Schedule


def recipe_text(recipe: Recipe) -> str:
    """A recipe in one line: optimiser, rate, batch, length, loss, first weights."""
    length = f"{recipe.steps:,} steps" if recipe.steps else f"{recipe.epochs} epochs"
    parts = [
        f"{recipe.optimiser.value}, rate {recipe.learning_rate:g} ({_schedule_text(recipe)})",
        f"batch {recipe.batch_size}",
        length,
        _loss_text(recipe),
        f"first weights {_start_text(recipe)}",
    ]
    if recipe.optimiser is Optimiser.MOMENTUM:
        parts.append(f"momentum {recipe.momentum:g}")
    if recipe.optimiser is Optimiser.LEVENBERG_MARQUARDT:
        parts.append(f"µ {recipe.damping:g}, second derivatives of {recipe.curvature_pictures} pictures")
    if recipe.weight_decay:
        parts.append(f"weight decay {recipe.weight_decay:g}")
    if recipe.bias_rate != 1:
        parts.append(f"biases at {recipe.bias_rate:g} times the rate")
    if recipe.hold_out:
        parts.append(f"{100 * recipe.hold_out:.3g} % of the training pictures held out")
    parts.append(f"augmentation {recipe.augmentation.value}")
    return ", ".join(parts)


def _schedule_text(recipe: Recipe) -> str:
    match recipe.schedule:
        case Schedule.EXPONENTIAL:
            return f"× {recipe.decay:g} each epoch"
        case Schedule.INVERSE:
            return f"× (1 + {recipe.decay:g} · steps)^-0.75"
        case Schedule.LENET_1998:
            return "the schedule of 1998"
    return recipe.schedule.value


def _loss_text(recipe: Recipe) -> str:
    text = recipe.loss.value
    if recipe.loss is Loss.MAP:
        text += f" with j = {recipe.rubbish:g}"
    return text + (f", divided by {recipe.loss_divisor:g}" if recipe.loss_divisor != 1 else "")


def _start_text(recipe: Recipe) -> str:
    if recipe.initialisation is not Initialisation.TRUNCATED_NORMAL:
        return recipe.initialisation.value
    bias = "" if recipe.first_bias is None else f", biases {recipe.first_bias:g}"
    return f"truncated normal, σ = {recipe.deviation:g}{bias}"
