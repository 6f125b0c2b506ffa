"""What the standalone program leaves out of torch is not loaded by what computes, in a process of its own."""

from bundle import facts
from tests.unit.commands.running import as_process

COMPUTED = """
import importlib, pkgutil, sys
import lenet_app.training.engine as engine

for module in pkgutil.walk_packages(engine.__path__, f"{engine.__name__}."):
    importlib.import_module(module.name)

import torch
from lenet_app.networks import family
from lenet_app.networks.build import Network
from lenet_app.networks.initialisation import initial_weights
from lenet_app.networks.recipe import Optimiser, Recipe
from lenet_app.training.engine.optimisers import make_rule
from lenet_app.training.engine.passes.parameters import Parameters

for name in family.ids():
    member = family.member(name)
    network = Network(member.architecture)
    network.load_weights(initial_weights(member.architecture, member.recipe, seed=1))
    network(torch.zeros(2, *member.architecture.input_shape)).sum().backward()
for optimiser in set(Optimiser) - {Optimiser.LEVENBERG_MARQUARDT}:
    parameters, gradient = (Parameters(member.architecture) for _ in range(2))
    make_rule(Recipe(optimiser=optimiser), member.architecture).step(parameters.vector, gradient.vector, 0.1)
left_out = tuple(sys.argv[1:])
print(*[name for name in sys.modules if name in left_out or name.startswith(tuple(f"{one}." for one in left_out))])
"""


def test_every_network_is_computed_without_what_is_left_out() -> None:
    left_out = [name for name in facts.excluded_modules() if name.partition(".")[0] in ("torch", "sympy", "mpmath")]
    assert {"sympy", "torch._dynamo", "torch._inductor"} <= set(left_out)
    done = as_process(*left_out, code=COMPUTED)
    assert (done.status, done.err, done.out.strip()) == (0, "", "")
