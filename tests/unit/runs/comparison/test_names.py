"""What groups of runs are called beside each other."""

from lenet_app.runs.comparison.differences import labels_of_settings, own_text
from lenet_app.runs.comparison.facts import facts_of
from lenet_app.runs.comparison.groups import Group, grouped
from lenet_app.runs.comparison.names import names_of
from lenet_app.runs.kept.marks import Marks, write_marks
from tests.unit.runs.comparison.made import put, store


def groups(*names: str) -> tuple[Group, ...]:
    return grouped(facts_of(store().find(name)) for name in names)


def test_titles_that_are_not_alike_are_the_names() -> None:
    put("a")
    put("b", network="lenet-caffe")
    assert names_of(groups("a", "b")) == (("LeNet-5", "Caffe's LeNet"), "")
    assert names_of(groups("a")) == (("LeNet-5",), "")
    assert names_of(()) == ((), "")


def test_runs_called_alike_are_told_apart_by_what_they_were_asked_for() -> None:
    put("a", learning_rate=0.001, seed=1)
    put("b", learning_rate=0.01, seed=2)
    assert names_of(groups("a", "b")) == (("rate 0.001", "rate 0.01"), "LeNet-5")


def test_what_tells_them_apart_comes_first_where_only_some_are_called_alike() -> None:
    put("a", learning_rate=0.001)
    put("b", learning_rate=0.01)
    put("c", network="lenet-caffe")
    assert names_of(groups("a", "b", "c")).each == ("rate 0.001 · LeNet-5", "rate 0.01 · LeNet-5", "Caffe's LeNet")


def test_of_many_settings_as_few_are_told_as_tell_them_apart() -> None:
    put("a", learning_rate=0.001, batch_size=16, average=0.9)
    put("b", learning_rate=0.01, batch_size=16, average=0.99)
    put("c", learning_rate=0.01, batch_size=32, average=0.9)
    assert names_of(groups("a", "b")).each == ("rate 0.001, average 0.9", "rate 0.01, average 0.99")
    names = names_of(groups("a", "b", "c")).each
    assert len(set(names)) == 3
    assert all(name.count(", ") == 1 for name in names)


def test_what_a_person_called_a_run_stays_its_name_and_the_folder_tells_apart_what_no_setting_does() -> None:
    first = put("a")
    put("b", network="lenet-caffe")
    write_marks(first, Marks(title="Mine"))
    write_marks(store().find("b").folder, Marks(title="Mine"))
    named = names_of(groups("a", "b"))
    assert named.shared == "Mine"
    assert named.each[0].startswith("network LeNet-5")
    put("c")
    (store().folder / "c" / "settings.json").unlink()
    put("d")
    (store().folder / "d" / "settings.json").unlink()
    for name in "cd":
        write_marks(store().find(name).folder, Marks(title="Lost"))
    assert names_of(groups("c", "d")).each == ("c", "d")


def test_the_reference_tells_what_it_has_where_others_differ() -> None:
    put("a", learning_rate=0.001)
    put("b", learning_rate=0.01)
    settings = [group.settings for group in groups("a", "b")]
    assert own_text(settings[0], settings, labels_of_settings()) == "rate 0.001"
    assert own_text(settings[0], settings[:1], labels_of_settings()) == ""
    put("c", network="lenet-caffe")
    settings = [group.settings for group in groups("a", "b", "c")]
    told = own_text(settings[0], settings, labels_of_settings())
    assert told.startswith("rate 0.001, ")  # what others of its network have otherwise is what is looked for
    assert "maps" not in told
