"""The words of neural networks, each in a sentence or two, with its formula and its source."""

from collections.abc import Callable
from enum import Enum, auto

from lenet_app.language import tr


class Term(Enum):
    """A word that is explained."""

    CONVOLUTION = auto()
    KERNEL = auto()
    FEATURE_MAP = auto()
    STRIDE = auto()
    PADDING = auto()
    POOLING = auto()
    SUBSAMPLING = auto()
    ACTIVATION = auto()
    RBF = auto()
    SOFTMAX = auto()
    TEMPERATURE = auto()
    RECEPTIVE_FIELD = auto()
    NEURON = auto()
    WEIGHT = auto()
    BIAS = auto()
    PERCEPTRON = auto()
    LOSS = auto()
    GRADIENT = auto()
    BACK_PROPAGATION = auto()
    NEXT_STEP = auto()
    CURVATURE = auto()
    TABLE = auto()
    DROPOUT = auto()


def explanation(*terms: Term) -> str:
    """What the words mean, a line for each."""
    return "\n".join(_TEXTS[term]() for term in terms)


_TEXTS: dict[Term, Callable[[], str]] = {
    Term.CONVOLUTION: lambda: tr(
        "Convolution: a small window of weights slides over the maps before it; at each position what lies below it is"
        " multiplied by the weights and added up. a(i, j) = b + Σ w(m, u, v) · x(m, S·i + u − P, S·j + v − P)."
        " LeCun et al. (1998), section II-A."
    ),
    Term.KERNEL: lambda: tr(
        "Kernel: the window of weights w(m, u, v) of a convolution, one square for each map that it sees; it is the"
        " same at every position. LeCun et al. (1998), section II-A."
    ),
    Term.FEATURE_MAP: lambda: tr(
        "Feature map: the answers of one kernel at all positions; its units share their weights and look for the same"
        " pattern in different places. LeCun et al. (1998), section II-A."
    ),
    Term.STRIDE: lambda: tr(
        "Stride S: by how many pixels the window moves from one position to the next. A map has"
        " (W − F + 2P) / S + 1 positions across, rounded down. Dumoulin and Visin (2016)."
    ),
    Term.PADDING: lambda: tr(
        "Padding P: so many pixels of zeros around the maps, so that the window can stand at their edges."
        " Dumoulin and Visin (2016)."
    ),
    Term.POOLING: lambda: tr(
        "Pooling: of each small block only the largest value goes on, y = max x, or the mean, y = Σ x / n²; where"
        " exactly a stroke lies matters less. Goodfellow et al. (2016), section 9.3."
    ),
    Term.SUBSAMPLING: lambda: tr(
        "Subsampling: the pixels of a block are added up, multiplied by one coefficient and moved by one bias, which"
        " each map learns. a = w · Σ x + b. LeCun et al. (1998), section II-B."
    ),
    Term.ACTIVATION: lambda: tr(
        "Activation: the function f that makes the unit's number of the sum, y = f(a); without it many layers could do"
        " no more than one. LeCun et al. (1998), appendix A."
    ),
    Term.RBF: lambda: tr(
        "RBF, radial basis function: the unit compares all values before it with a picture of its class and gives the"
        " squared distance, y = Σ (x − w)²; the smallest wins. LeCun et al. (1998), section II-B."
    ),
    Term.SOFTMAX: lambda: tr(
        "Softmax: makes probabilities of scores, p(i) = exp(s(i) / T) / Σ exp(s(j) / T); they are positive and add up"
        " to 1. Bridle (1990)."
    ),
    Term.TEMPERATURE: lambda: tr(
        "Temperature T: what all scores are divided by before the softmax. Above 1 the probabilities become more alike,"
        " below 1 the best one takes more. Guo et al. (2017)."
    ),
    Term.RECEPTIVE_FIELD: lambda: tr(
        "Receptive field: the part of the picture, or of a layer before, that a unit's number can depend on."
        " LeCun et al. (1998), section II-A."
    ),
    Term.NEURON: lambda: tr(
        "Neuron, or unit: it multiplies what it sees by weights, adds it up and applies an activation."
        " y = f(Σ w · x + b). Rosenblatt (1958)."
    ),
    Term.WEIGHT: lambda: tr(
        "Weight w: the number that an input is multiplied by; training changes it. Rumelhart et al. (1986)."
    ),
    Term.BIAS: lambda: tr(
        "Bias b: a number that is added to the sum whatever the inputs are; training changes it, too."
        " Rumelhart et al. (1986)."
    ),
    Term.PERCEPTRON: lambda: tr(
        "Multilayer perceptron: layers of units that each see all units before them, as the last layers here are."
        " Rumelhart et al. (1986)."
    ),
    Term.LOSS: lambda: tr(
        "Loss E: how wrong the answer is if the chosen class counts as right; training makes it small. For"
        " cross-entropy E = −log p of that class. Goodfellow et al. (2016), section 6.2."
    ),
    Term.GRADIENT: lambda: tr(
        "Gradient ∂E/∂y: by how much the loss grows if this number grows by a little, counted per unit of growth."
        " Goodfellow et al. (2016), section 6.5."
    ),
    Term.BACK_PROPAGATION: lambda: tr(
        "Back-propagation: the gradient of a unit is the sum over its paths to the next layer of factor times gradient"
        " there, ∂E/∂y = Σ ∂a/∂y · ∂E/∂a. So one goes from the loss back to the input. Rumelhart et al. (1986)."
    ),
    Term.NEXT_STEP: lambda: tr(
        "Next step: what this model's optimiser would add to the weight if it learned from this picture alone, in its"
        " first step, at the recipe's rate η; plain gradient descent adds −η · ∂E/∂w. Bottou et al. (2018)."
    ),
    Term.CURVATURE: lambda: tr(
        "Curvature h: the mean second derivative of the loss by the weight over pictures of the training set. The step"
        " of stochastic diagonal Levenberg-Marquardt is −η / (µ + h) · ∂E/∂w, small where the loss bends much. Before"
        " it is measured h counts as 0. LeCun et al. (1998), appendix C."
    ),
    Term.TABLE: lambda: tr(
        "The table tells which maps before each map sees; so different maps learn different things."
        " LeCun et al. (1998), table I."
    ),
    Term.DROPOUT: lambda: tr(
        "Dropout: in training each value is set to zero by chance, and the others are made as much larger; in use"
        " nothing is done. Srivastava et al. (2014)."
    ),
}
