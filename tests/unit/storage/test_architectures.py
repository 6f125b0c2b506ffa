import json
from dataclasses import replace
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.networks.family import Experiment, Member
from lenet_app.storage.architectures import find_architecture, own_architectures, read_architecture, write_architecture


@pytest.mark.parametrize("name", [*family.ids(), "lenet5-1998+relu+softmax"])
def test_what_is_written_is_read_again(name: str, tmp_path: Path) -> None:
    member = family.member(name)
    path = tmp_path / "deep" / "network.json"
    write_architecture(member, path)
    again = read_architecture(path)
    assert (again.architecture, again.normalisation, again.recipe) == (
        member.architecture,
        member.normalisation,
        member.recipe,
    )
    assert not again.experiments[0].is_published
    assert again.data_set == member.data_set


def test_an_architecture_alone_will_do(tmp_path: Path) -> None:
    path = tmp_path / "alone.json"
    path.write_text(json.dumps(family.member("lenet-cifar").architecture.to_json()), encoding="utf-8")
    again = read_architecture(path)
    assert again.architecture == family.member("lenet-cifar").architecture
    assert again.recipe == family.member("lenet5").recipe


def _changed(**changes: object) -> str:
    member = family.member("lenet5")
    parts = {
        "format_version": 1,
        "architecture": member.architecture.to_json(),
        "normalisation": member.normalisation.to_json(),
        "recipe": member.recipe.to_json(),
    }
    return json.dumps(parts | changes)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it is not a JSON object"),
        ("{}", "its format version is None, not 1"),
        (_changed(format_version=2), "its format version is 2, not 1"),
        (_changed(architecture=None), "“architecture” is not an object"),
        (_changed(recipe={"epochs": 0}), "The recipe cannot be read: “batch_size” is missing"),
        (_changed(normalisation=[]), "“normalisation” is not an object"),
        (" " * 1_000_001, "it is too large"),
    ],
)
def test_a_file_that_cannot_be_used(content: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_architecture(path)
    assert str(caught.value) == f"bad.json cannot be used as an architecture: {fault}."


def test_an_impossible_network_is_refused_in_words(tmp_path: Path) -> None:
    document = family.member("lenet5").architecture.to_json()
    document["layers"][3]["window"] = 20
    path = tmp_path / "flat.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(UserError, match=r"S4 would be 16 × 0 × 0: its input of 16 × 10 × 10 is too small for it\.$"):
        read_architecture(path)


def test_networks_are_found_by_id_by_file_and_among_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "architectures"
    assert find_architecture("lenet-caffe", own) == family.member("lenet-caffe")
    assert own_architectures(own) == ()
    mine = _renamed(family.member("lenet5-wide"), "mine")
    write_architecture(mine, own / "mine.json")
    write_architecture(mine, tmp_path / "elsewhere.json")
    assert find_architecture("mine", own).architecture == mine.architecture
    assert find_architecture(str(tmp_path / "elsewhere.json"), own).architecture == mine.architecture
    assert [path.name for path in own_architectures(own)] == ["mine.json"]
    with pytest.raises(UserError, match=r"^There is no architecture theirs; known are lenet5, "):
        find_architecture("theirs", own)
    with pytest.raises(UserError, match=r"^gone\.json cannot be used as an architecture: there is no such file\.$"):
        find_architecture("gone.json", own)


def _renamed(member: Member, id_: str) -> Member:
    architecture = replace(member.architecture, id=id_, title=id_)
    return Member(architecture, member.normalisation, (Experiment(member.recipe, is_published=False),))
