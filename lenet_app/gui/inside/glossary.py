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
    SALIENCY = auto()
    GRAD_CAM = auto()
    OCCLUSION = auto()
    INTEGRATED_GRADIENTS = auto()
    SMALLEST_CHANGE = auto()
    NEAREST = auto()
    EXCITING = auto()


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
    Term.SALIENCY: lambda: tr(
        "Saliency |∂s/∂x|: how much the class’s score s, what classes are ranked by before the softmax, changes with a"
        " little ink at the pixel, more or less. Simonyan et al. (2014), section 3."
    ),
    Term.GRAD_CAM: lambda: tr(
        "Grad-CAM: the maps of a convolution, each weighted by the mean gradient of the class’s score over it, added"
        " up; max(0, Σ α(m) · A(m)) is where they speak for the class. Selvaraju et al. (2017)."
    ),
    Term.OCCLUSION: lambda: tr(
        "Occlusion: how far the class’s score falls where a square of 5 × 5 pixels is covered with background, the mean"
        " over the squares that cover the pixel; below zero it rises. Zeiler and Fergus (2014)."
    ),
    Term.INTEGRATED_GRADIENTS: lambda: tr(
        "Integrated gradients: what each pixel adds to the class’s score on the way from an empty picture x′,"
        " (x − x′) · ∫ ∂s/∂x; all together they are the difference of the scores. Sundararajan et al. (2017)."
    ),
    Term.SMALLEST_CHANGE: lambda: tr(
        "Smallest change: the nearest picture that was found to have the other answer, by √Σ (x − x′)², with ink from"
        " none to full; there may be one a little nearer. Answers are those of one reading. Croce and Hein (2020), FAB."
    ),
    Term.NEAREST: lambda: tr(
        "Nearest pictures: those of the training whose values in the last layer before the answer, mostly F6, are"
        " nearest to these, by √Σ (x − x′)². LeCun et al. (1998), section II-B, on F6; Cover and Hart (1967)."
    ),
    Term.EXCITING: lambda: tr(
        "Exciting pictures: those of the training for which the unit’s number is largest; the frame is what the unit"
        " sees of them. Erhan et al. (2009)."
    ),
}
