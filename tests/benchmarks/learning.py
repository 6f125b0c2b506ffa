"""How fast the network of 1998 learns one picture at a time, and its effective rates beside the paper's.

Run `make bench`, or `python -m tests.benchmarks.learning`. LeCun et al. (1998), section III-B, report effective
rates of the first pass from 7e-5 to 0.016.
"""

import sys
import time
from statistics import median

import numpy as np

from lenet_app.data import catalogue
from lenet_app.networks import family
from lenet_app.networks.initialisation import initial_weights
from lenet_app.paths import Home
from lenet_app.training.engine.diagonal import DiagonalNetwork

PICTURES, ROUND = 5000, 250


def main() -> int:
    """Print the figures."""
    member = family.member("lenet5-1998")
    architecture, recipe = member.architecture, member.recipe
    training = catalogue.load("mnist", Home.of_user().data).training.take(np.arange(PICTURES, dtype=np.intp))
    network_input = member.normalisation.network_input(training.images, architecture.input_shape)
    network = DiagonalNetwork(architecture, initial_weights(architecture, recipe, seed=1), recipe)
    count = recipe.curvature_pictures
    began = time.perf_counter()
    network.measure_curvature(network_input[:count], training.labels[:count])
    print(f"second derivatives of {count} pictures: {time.perf_counter() - began:.2f} s")
    rates = np.concatenate([h.ravel() for h in network.curvature().values()])
    rates = recipe.learning_rate / (recipe.damping + rates)
    print(f"effective rates of the first pass: {rates.min():.2g} to {rates.max():.2g} (the paper's: 7e-05 to 0.016)")
    times = []
    for start in range(0, PICTURES, ROUND):
        began = time.perf_counter()
        part = slice(start, start + ROUND)
        network.learn(network_input[part], training.labels[part], recipe.learning_rate)
        times.append(1000 * (time.perf_counter() - began) / ROUND)
    print(f"a step: median {median(times):.3f} ms, best {min(times):.3f} ms; 1.2 million: {median(times) * 20:.1f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main())
