from dataclasses import replace
from pathlib import Path

import pytest

from lenet_app.errors import UserError
from lenet_app.networks import family
from lenet_app.storage.architectures import find_architecture, write_architecture
from lenet_app.storage.own_architectures import (
    delete_architecture,
    id_of,
    import_architecture,
    own_members,
    rename_architecture,
    save_architecture,
)

MEMBER = family.member("lenet5-wide")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of the user's own architectures."""
    return tmp_path / "architectures"


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("LeNet-5, my way", "lenet-5-my-way"),
        ("  Größer  ", "grösser"),
        ("网络", "网络"),
        ("../../etc/passwd", "etc-passwd"),
        ("…", "network"),
        ("CON", "con-own"),
        ("lenet5", "lenet5-own"),
        ("lenet5-1998", "lenet5-1998-own"),
        ("x" * 60, "x" * 60),
    ],
)
def test_an_id_is_a_file_name_and_nobody_elses(title: str, id_: str) -> None:
    assert id_of(title) == id_
    assert id_ not in family.ids()


def test_what_is_saved_is_listed_and_found_by_its_id(own: Path) -> None:
    saved = save_architecture(MEMBER, " Mine ", own)
    assert (saved.architecture.id, saved.architecture.title) == ("mine", "Mine")
    members, unusable = own_members(own)
    assert [member.architecture for member in members] == [saved.architecture]
    assert members[0].recipe == MEMBER.recipe
    assert members[0].normalisation == MEMBER.normalisation
    assert not unusable
    assert find_architecture("mine", own).architecture == saved.architecture


def test_nothing_is_replaced_unless_it_was_asked_for(own: Path) -> None:
    save_architecture(MEMBER, "Mine", own)
    before = (own / "mine.json").read_bytes()
    with pytest.raises(UserError, match="There is an architecture Mine already"):
        save_architecture(family.member("lenet5"), "Mine", own)
    assert (own / "mine.json").read_bytes() == before
    save_architecture(family.member("lenet5"), "Mine", own, replaces="mine")
    assert own_members(own)[0][0].architecture.layers == family.member("lenet5").architecture.layers


@pytest.mark.parametrize("title", ["", "  ", "x" * 81, "two\nlines"])
def test_an_impossible_title_is_refused(title: str, own: Path) -> None:
    with pytest.raises(UserError, match="1 to 80 characters"):
        save_architecture(MEMBER, title, own)
    assert not own.exists()


def test_a_renamed_one_leaves_no_file_behind(own: Path) -> None:
    save_architecture(MEMBER, "Mine", own)
    save_architecture(MEMBER, "Other", own)
    with pytest.raises(UserError, match="already"):
        rename_architecture("mine", "Other", own)
    renamed = rename_architecture("mine", "Best", own)
    assert renamed.architecture.id == "best"
    assert sorted(path.name for path in own.iterdir()) == ["best.json", "other.json"]
    assert rename_architecture("best", "BEST", own).architecture.title == "BEST"
    assert sorted(path.name for path in own.iterdir()) == ["best.json", "other.json"]


def test_a_deleted_one_is_gone(own: Path) -> None:
    save_architecture(MEMBER, "Mine", own)
    delete_architecture("mine", own)
    assert own_members(own) == ((), ())


def test_an_imported_file_is_copied_and_gets_a_free_title(tmp_path: Path, own: Path) -> None:
    path = tmp_path / "any.json"
    write_architecture(MEMBER, path)
    titles = [import_architecture(path, own).architecture.title for _ in range(3)]
    assert titles == ["LeNet-5 wide", "LeNet-5 wide 2", "LeNet-5 wide 3"]
    assert len(own_members(own)[0]) == 3


def test_a_coloured_network_is_for_coloured_pictures(own: Path) -> None:
    save_architecture(family.member("lenet-cifar"), "Colour", own)
    assert own_members(own)[0][0].data_set == "cifar10"


def test_a_damaged_file_is_told_and_hides_no_other(own: Path) -> None:
    save_architecture(MEMBER, "Mine", own)
    (own / "bad.json").write_text("{")
    members, (unusable,) = own_members(own)
    assert [member.architecture.id for member in members] == ["mine"]
    assert unusable.path.name == "bad.json"
    assert unusable.fault == "bad.json cannot be used as an architecture: it is not JSON."


def test_the_files_name_is_the_id_whatever_is_in_it(own: Path) -> None:
    member = replace(MEMBER, architecture=replace(MEMBER.architecture, id="lenet5"))
    write_architecture(member, own / "copied.json")
    assert own_members(own)[0][0].architecture.id == "copied"
