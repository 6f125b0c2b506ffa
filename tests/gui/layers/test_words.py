import pytest

from lenet_app.gui.layers.shown import shown_layers
from lenet_app.gui.layers.words import Detail, heading
from lenet_app.networks import family


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (Detail.NAME, [["Input"], ["C1"], ["S2"]]),
        (Detail.SHAPE, [["Input", "1×32×32"], ["C1", "6×28×28"], ["S2", "6×14×14"]]),
        (
            Detail.ALL,
            [
                ["Input", "1×32×32"],
                ["C1", "6×28×28", "convolution 5 × 5", "156 parameters"],
                ["S2", "6×14×14", "subsampling 2 × 2", "12 parameters"],
            ],
        ),
    ],
)
def test_a_layer_is_named_first_and_told_as_far_as_wanted(detail: Detail, expected: list[list[str]]) -> None:
    member = family.member("lenet5-1998")
    layers = shown_layers(member.architecture, member.normalisation)
    assert [heading(layer, detail) for layer in layers[:3]] == expected


def test_dropout_is_told_with_the_layer_that_it_follows() -> None:
    member = family.member("lenet-pytorch")
    layers = {layer.name: layer for layer in shown_layers(member.architecture, member.normalisation)}
    assert heading(layers["S3"], Detail.ALL)[-1] == "dropout 0.25"
