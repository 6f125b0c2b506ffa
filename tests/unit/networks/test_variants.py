"""Networks changed in one thing: dropout, activation, kernels, hidden units."""

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.activation import Activation
from lenet_app.networks.dropout import dropout_of, with_dropout
from lenet_app.networks.variants import with_activation, with_hidden, with_kernels
from tests.unit.samples import LENET5, TINY


@pytest.mark.parametrize("id_", family.ids())
def test_every_network_of_the_family_can_drop_more_and_nothing(id_: str) -> None:
    architecture = family.member(id_).architecture
    changed = with_dropout(architecture, 0.3)
    assert dropout_of(changed) == 0.3
    assert changed.parameters == architecture.parameters
    none = with_dropout(changed, 0)
    assert dropout_of(none) == 0
    assert none.parameter_shapes == architecture.parameter_shapes


def test_dropout_follows_the_hidden_layers() -> None:
    assert [layer.name for layer in with_dropout(TINY, 0.5).layers] == ["P", "H", "drop1", "out"]
    assert dropout_of(TINY) == 0
    with pytest.raises(UserError, match=r"^Dropout must be at least 0 and below 1, not 1\.$"):
        with_dropout(TINY, 1)


def test_kernels_and_hidden_units_as_the_tutorials_change_them() -> None:
    wide = with_hidden(with_kernels(LENET5, (32, 64)), (1024, 84))
    assert [plan.output_shape[0] for plan in wide.plans if plan.parameters] == [32, 64, 1024, 84, 10]
    assert with_hidden(with_kernels(LENET5, (6, 16)), (120, 84)) == LENET5
    with pytest.raises(UserError, match=r"has 2 convolutions, not 3\.$"):
        with_kernels(LENET5, (6, 16, 120))
    with pytest.raises(UserError, match=r"has 2 hidden fully connected layers, not 1\.$"):
        with_hidden(LENET5, (120,))


def test_a_table_goes_where_it_no_longer_fits() -> None:
    of_1998 = family.member("lenet5-1998").architecture
    tables = [getattr(layer, "table", ()) for layer in with_kernels(of_1998, (6, 16, 100)).layers]
    assert any(tables), "C3 sees what it saw"
    assert not any(getattr(layer, "table", ()) for layer in with_kernels(of_1998, (8, 16, 120)).layers)


def test_an_activation_takes_the_place_of_every_other() -> None:
    changed = with_activation(LENET5, Activation.SIGMOID)
    found = [layer.activation for layer in changed.layers]
    assert set(found) == {Activation.SIGMOID, Activation.NONE}
    assert found[-1] is Activation.NONE, "the answers stay scores"
