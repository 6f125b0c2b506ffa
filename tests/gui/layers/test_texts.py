import pytest

from lenet_app.gui.layers.texts import (
    architecture_text,
    kind_text,
    layer_title,
    plan_tooltip,
    table_text,
)
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.layers import (
    AveragePooling,
    Convolution,
    Dropout,
    FullyConnected,
    Layer,
    MaxPooling,
    RadialBasis,
    Subsampling,
)

LENET5 = family.member("lenet5").architecture
LENET5_1998 = family.member("lenet5-1998").architecture


def test_every_layer_is_told_with_kind_shape_and_parameters() -> None:
    plans = LENET5.plans
    assert [layer_title(plan.layer) for plan in plans] == ["C1", "S2", "C3", "S4", "C5", "F6", "Output"]
    assert plan_tooltip(plans[0]).splitlines() == [
        "C1: convolution 5 × 5, ReLU",
        "Input 1 × 32 × 32, output 6 × 28 × 28",
        "156 parameters, 122,304 connections",
    ]


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (Convolution("C", 6), "convolution 5 × 5, ReLU"),
        (Convolution("C", 6, padding=2, activation=Activation.SIGMOID), "convolution 5 × 5, same size, sigmoid"),
        (Convolution("C", 6, padding=1, activation=Activation.NONE), "convolution 5 × 5, padding 1"),
        (Convolution("C", 6, kernel=3, stride=2), "convolution 3 × 3, stride 2, ReLU"),
        (Convolution("C", 6, stride=2, padding=2), "convolution 5 × 5, stride 2, padding 2, ReLU"),
        (Subsampling("S"), "subsampling 2 × 2, scaled tanh"),
        (MaxPooling("S", window=3), "max-pool 3 × 3"),
        (AveragePooling("S"), "average-pool 2 × 2"),
        (FullyConnected("F", 9, Activation.NONE), "fully connected"),
        (FullyConnected("F", 9, Activation.GELU), "fully connected, GELU"),
        (RadialBasis("output"), "RBF, the nearest wins"),
        (Dropout("drop", 0.25), "dropout 0.25"),
    ],
)
def test_what_a_layer_does(layer: Layer, text: str) -> None:
    assert kind_text(layer) == text


def test_every_activation_has_a_name() -> None:
    names = [activation.label for activation in Activation]
    assert names[0] == ""
    assert len(set(names)) == len(Activation)
    assert all(names[1:])


def test_a_table_tells_how_many_kernels_there_are() -> None:
    assert [table_text(plan) for plan in LENET5_1998.plans] == ["", "", "60 of 96 kernels", "", "", "", ""]
    assert "60 of 96 kernels" in plan_tooltip(LENET5_1998.plans[2])
    assert "the smallest wins" in plan_tooltip(LENET5_1998.plans[-1])


def test_dropout_is_told_of_the_layer_that_it_follows() -> None:
    text = plan_tooltip(LENET5.plans[3], (Dropout("drop", 0.5),))
    assert text.splitlines()[-1] == "In training: dropout 0.5"


def test_the_whole_network_in_a_line() -> None:
    assert architecture_text(LENET5_1998) == "LeNet-5 of 1998: 60,000 parameters, 340,908 connections"
