"""A recipe in words."""

from lenet_app.language import tr, trn
from lenet_app.networks.counts import epochs_text, steps_text
from lenet_app.networks.recipe import VARIED, Augmentation, Chosen, Initialisation, Loss, Optimiser, Recipe, Schedule


def recipe_text(recipe: Recipe) -> str:
    """A recipe in one line: optimiser, rate, batch, length, loss, first weights, and what else it has."""
    parts = [
        _optimiser_text(recipe),
        tr("rate {rate}, {schedule}").format(rate=f"{recipe.learning_rate:g}", schedule=_schedule_text(recipe)),
        _batch_text(recipe),
        steps_text(recipe.steps) if recipe.steps else epochs_text(recipe.epochs),
        _loss_text(recipe),
        tr("first weights {rule}").format(rule=_start_text(recipe)),
    ]
    if recipe.weight_decay:
        parts.append(tr("weight decay {value}").format(value=f"{recipe.weight_decay:g}"))
    if recipe.bias_rate != 1:
        parts.append(tr("biases at {times} times the rate").format(times=f"{recipe.bias_rate:g}"))
    if recipe.hold_out:
        text = tr("{share} % of the training pictures held out")
        parts.append(text.format(share=f"{100 * recipe.hold_out:.3g}"))
    if recipe.average:
        parts.append(tr("weights averaged ({share})").format(share=f"{recipe.average:g}"))
    if recipe.augmentation is not Augmentation.NONE:
        parts.append(augmentation_text(recipe.augmentation))
    if recipe.variation != 1 and recipe.augmentation in VARIED:
        parts.append(tr("changed {times} times as far").format(times=f"{recipe.variation:g}"))
    if recipe.damages:
        text = tr("{share} % of the pictures damaged")
        parts.append(text.format(share=f"{100 * recipe.damage:.3g}"))
    if recipe.augmentation is Augmentation.HANDWRITING and recipe.made != Recipe.made:
        text = tr("{share} % of the pictures made")
        parts.append(text.format(share=f"{100 * recipe.made:.3g}"))
    if recipe.no_digits and recipe.augmentation is not Augmentation.HANDWRITING:
        parts.append(tr("with what is no digit among the pictures"))
    if recipe.target:
        text = tr("until {share} % of the hold-out are right")
        parts.append(text.format(share=f"{100 * recipe.target:.4g}"))
    if recipe.patience:
        text = trn("until no epoch is better for {count}", "until no epoch is better for {count}", recipe.patience)
        parts.append(text.format(count=recipe.patience))
    return ", ".join(parts)


def _batch_text(recipe: Recipe) -> str:
    if recipe.learns_rows:
        return tr("batches of {n} rows").format(n=recipe.batch_size)
    return tr("one picture at a time") if recipe.batch_size == 1 else tr("batches of {n}").format(n=recipe.batch_size)


def augmentation_text(augmentation: Augmentation) -> str:
    """How pictures are varied, within a sentence."""
    match augmentation:
        case Augmentation.NONE:
            return tr("pictures as they are")
        case Augmentation.AFFINE:
            return tr("pictures changed a little each time")
        case Augmentation.MIRRORED:
            return tr("pictures shifted, and mirrored half of the time")
        case Augmentation.DISTORTED_COPIES:
            return tr("with nine distorted copies of each picture")
        case Augmentation.HANDWRITING:
            return tr("pictures changed strongly, with made digits and what is no digit among them")


def _optimiser_text(recipe: Recipe) -> str:
    match recipe.optimiser:
        case Optimiser.ADAM:
            return "Adam"
        case Optimiser.ADAMW:
            return "AdamW"
        case Optimiser.ADADELTA:
            return "Adadelta"
        case Optimiser.SGD:
            return tr("gradient descent")
        case Optimiser.MOMENTUM:
            return tr("gradient descent with momentum {value}").format(value=f"{recipe.momentum:g}")
        case Optimiser.LEVENBERG_MARQUARDT:
            text = trn(
                "stochastic diagonal Levenberg-Marquardt (µ {damping}, {count} picture before each pass)",
                "stochastic diagonal Levenberg-Marquardt (µ {damping}, {count} pictures before each pass)",
                recipe.curvature_pictures,
            )
            return text.format(damping=f"{recipe.damping:g}", count=recipe.curvature_pictures)


def _schedule_text(recipe: Recipe) -> str:
    match recipe.schedule:
        case Schedule.CONSTANT:
            return tr("constant")
        case Schedule.COSINE:
            return tr("falling along a cosine")
        case Schedule.EXPONENTIAL:
            return tr("× {decay} after each epoch").format(decay=f"{recipe.decay:g}")
        case Schedule.INVERSE:
            return tr("× (1 + {decay} · steps)^−0.75").format(decay=f"{recipe.decay:g}")
        case Schedule.LENET_1998:
            return tr("falling as in 1998")
        case Schedule.WARM_UP:
            return tr("rising for a twentieth of the run, then falling along a cosine")


def _loss_text(recipe: Recipe) -> str:
    texts = {
        Loss.CROSS_ENTROPY: tr("cross-entropy"),
        Loss.SUMMED_CROSS_ENTROPY: tr("summed cross-entropy"),
        Loss.SIGMOID_OF_SOFTMAX: tr("sigmoid cross-entropy of the softmax"),
        Loss.MAP: tr("loss of eq. (9) with j = {j}").format(j=f"{recipe.rubbish:g}"),
        Loss.SQUARED_ERROR: tr("squared error"),
        Loss.CTC: tr("connectionist temporal classification of composed rows"),
    }
    text = texts[recipe.loss]
    if recipe.loss_divisor == 1:
        return text
    return tr("{loss} divided by {value}").format(loss=text, value=f"{recipe.loss_divisor:g}")


def _start_text(recipe: Recipe) -> str:
    match recipe.initialisation:
        case Initialisation.FAN_IN:
            return tr("uniform by fan-in (PyTorch's)")
        case Initialisation.LENET_1998:
            return tr("uniform by fan-in as in 1998")
        case Initialisation.GLOROT:
            return tr("Glorot uniform")
        case Initialisation.XAVIER:
            return tr("Xavier uniform")
        case Initialisation.TRUNCATED_NORMAL if recipe.first_bias is not None:
            text = tr("truncated normal with σ = {deviation}, biases {bias}")
            return text.format(deviation=f"{recipe.deviation:g}", bias=f"{recipe.first_bias:g}")
        case Initialisation.TRUNCATED_NORMAL:
            return tr("truncated normal with σ = {deviation}").format(deviation=f"{recipe.deviation:g}")


def chosen_text(chosen: Chosen) -> str:
    """What of a published recipe is chosen here, as it leaves that open."""
    return {Chosen.RATE: tr("the rate"), Chosen.SCALE_OF_LOSS: tr("j and the scale of E")}[chosen]


def choice_text(value: str) -> str:
    """What is chosen in a recipe, in a word or two; what no recipe chooses stands as it is."""
    texts: dict[str, str] = {
        **{Optimiser.ADAM: "Adam", Optimiser.ADADELTA: tr("Adadelta"), Optimiser.SGD: tr("gradient descent")},
        **{Optimiser.MOMENTUM: tr("with momentum"), Optimiser.LEVENBERG_MARQUARDT: tr("Levenberg-Marquardt")},
        **{Schedule.CONSTANT: tr("constant"), Schedule.COSINE: tr("cosine"), Schedule.INVERSE: tr("inverse")},
        **{Schedule.EXPONENTIAL: tr("exponential"), Schedule.LENET_1998: tr("as in 1998")},
        **{Augmentation.NONE: tr("none"), Augmentation.AFFINE: tr("a little"), Augmentation.MIRRORED: tr("mirrored")},
        **{Augmentation.DISTORTED_COPIES: tr("distorted copies"), Augmentation.HANDWRITING: tr("handwriting")},
        **{Loss.CROSS_ENTROPY: tr("cross-entropy"), Loss.SUMMED_CROSS_ENTROPY: tr("summed cross-entropy")},
        **{Loss.SIGMOID_OF_SOFTMAX: tr("sigmoid cross-entropy of the softmax"), Loss.MAP: tr("loss of eq. (9)")},
        **{Loss.SQUARED_ERROR: tr("squared error"), Initialisation.FAN_IN: tr("by fan-in")},
        **{Loss.CTC: tr("of rows (CTC)"), Schedule.WARM_UP: tr("warm-up and cosine")},
        **{Initialisation.GLOROT: tr("Glorot uniform"), Initialisation.XAVIER: tr("Xavier uniform")},
        Initialisation.TRUNCATED_NORMAL: tr("truncated normal"),
    }
    return texts.get(value, value)
