from dataclasses import replace

import pytest

from lenet_app.networks import family
from lenet_app.networks.editing.draft import Draft
from lenet_app.networks.kind import INPUT, LayerError
from lenet_app.networks.layers import Convolution, Dropout, FullyConnected, Layer, MaxPooling, RadialBasis

LENET5 = Draft.of(family.member("lenet5"))
OF_1998 = Draft.of(family.member("lenet5-1998"))


def part(draft: Draft, index: int, **parts: object) -> Draft:
    return draft.with_layer(index, replace(draft.layers[index], **parts))  # type: ignore[arg-type]


def ending(draft: Draft, layer: Layer) -> Draft:
    return replace(draft, layers=(*draft.layers[:-1], layer))


EARLY = RadialBasis("r")
CASES = [
    (part(LENET5, 2, kernel=99), "C3 would be 16 × 0 × 0", (2, "kernel")),
    (part(LENET5, 3, window=20), "S4 would be 16 × 0 × 0", (3, "window")),
    (part(LENET5, 2, name="C1"), "Two layers are called C1.", (2, "name")),
    (part(LENET5, 2, name="C.3"), "Every layer needs a name without a dot.", (2, "name")),
    (part(LENET5, 0, stride=0), "C1: stride must be at least 1", (0, "stride")),
    (LENET5.moved(4, -2), "C4 needs feature maps", (3, "kind")),
    (part(OF_1998, 2, maps=15), "C3: its table has rows for 16 maps", (2, "maps")),
    (part(OF_1998, 0, maps=4), "C3: a row of its table must name some of the maps 0 to 3", (2, "kind")),
    (part(OF_1998, 5, units=83), "output compares 84 units", (6, "kind")),
    (part(OF_1998, 6, units=11), "output has bitmaps for 10 classes, not for 11", (6, "units")),
    (ending(LENET5, Dropout("drop1")), "drop1 would be 84", (6, "kind")),
    (
        replace(LENET5, layers=(*LENET5.layers[:-1], EARLY, FullyConnected("output", 10))),
        "r can only",
        (6, "kind"),
    ),
    (part(LENET5, 4, units=900_000), "The network would have", (4, "")),
    (part(LENET5, 0, maps=9_999), "The layers would hold", (0, "")),
    (replace(LENET5, input_shape=(1, 9999, 9999)), "The network would have", (INPUT, "")),
]


@pytest.mark.parametrize(("draft", "sentence", "blamed"), CASES, ids=[sentence for _, sentence, _ in CASES])
def test_it_blames_what_the_sentence_names(draft: Draft, sentence: str, blamed: tuple[int, str]) -> None:
    with pytest.raises(LayerError, match=sentence.replace(".", r"\.")) as raised:
        draft.member("x")
    fault = raised.value
    assert (fault.layer, fault.part) == blamed
    if fault.part and fault.part != "name":
        assert str(fault).startswith(draft.layers[fault.layer].name)


def test_layers_that_pool_and_convolve_are_told_apart() -> None:
    layers = (Convolution("C1", 6), MaxPooling("S2", 99), FullyConnected("output", 10))
    with pytest.raises(LayerError) as raised:
        replace(LENET5, layers=layers).member("x")
    assert (raised.value.layer, raised.value.part) == (1, "window")
