"""Everything inside brings its licence, and nothing comes in without one."""

import sys
import sysconfig
from pathlib import Path

import pytest

from bundle import components, facts, licences
from bundle.pruning import Entry

SITE = Path(sysconfig.get_path("platlib"))
COMMON = ("Apache-2.0", "GPL-2", "GPL-3", "LGPL-2", "LGPL-3")


@pytest.fixture(autouse=True)
def _pyinstaller() -> None:
    pytest.importorskip("PyInstaller", reason="PyInstaller is not installed, whose licence goes with the program.")


def modules(*left_out: str) -> list[Entry]:
    """A module of each distribution, as PyInstaller lists them."""
    wanted = [found for name, found in facts.needed_distributions().items() if name not in left_out]
    chosen = [next(file for file in found.files or () if file.suffix == ".py") for found in wanted]
    return [(file.stem, str(SITE / file), "PYMODULE") for file in chosen]


def library(place: str) -> Entry:
    return place, str(SITE / place), "BINARY"


def test_every_distribution_inside_brings_its_licence(tmp_path: Path) -> None:
    count = licences.write_licences(tmp_path, modules("fsspec", "setuptools"))
    needed = facts.needed_distributions()
    summary = (tmp_path / "SUMMARY.txt").read_text(encoding="utf-8")
    assert count == len(summary.partition(":\n\n")[2].partition("\n\n")[0].splitlines())
    for name, found in needed.items():
        assert (f"\n{found.name} " in summary) == (name not in {"fsspec", "setuptools"})
        assert any((tmp_path / found.name).glob("*")) == (name not in {"fsspec", "setuptools"})
    for name in ("Python", "Lucide", "MNIST", "QMNIST", "Qt-third-party", "pyinstaller"):
        assert f"\n{name} " in summary
        assert any((tmp_path / name).iterdir())
    assert "CC-BY-SA-3.0, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges" in summary
    assert {*COMMON} <= {path.name for path in (tmp_path / "common-licenses").iterdir()}


def test_texts_of_the_same_name_are_kept_apart(tmp_path: Path) -> None:
    licences.write_licences(tmp_path, modules())
    for found in facts.needed_distributions().values():
        texts = components.licence_files(found)
        for place, source in texts.items():
            assert (tmp_path / found.name / place).read_bytes() == source.read_bytes()
    assert len([path for path in (tmp_path / "torch").rglob("*") if path.parent.name == "pybind11"]) > 1


def test_what_debian_refers_to_is_there(tmp_path: Path) -> None:
    texts = tmp_path / "copyright"
    texts.write_text("It stands in /usr/share/common-licenses/GPL-2. See /usr/share/common-licenses/LGPL-2.1, too.")
    assert licences.referred_licences(tmp_path) == {"GPL-2", "LGPL-2.1"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Other systems have no such libraries.")
class TestLibraries:
    def test_each_belongs_to_somebody(self, tmp_path: Path) -> None:
        places = {
            "PySide6/Qt/lib/libicuuc.so.73": "ICU",
            "PySide6/Qt/lib/libQt6Core.so.6": "PySide6_Essentials",
            "torch/lib/libgomp.so.1": "GCC-libgomp",
            "torch/lib/libtorch_cpu.so": "torch",
        }
        licences.write_licences(tmp_path, [*modules(), *(library(place) for place in places)])
        lines = (tmp_path / "LIBRARIES.txt").read_text(encoding="utf-8").splitlines()
        assert dict(line.split("\t") for line in lines) == places
        assert all(any((tmp_path / owner).iterdir()) for owner in places.values())
        assert "EXCEPTION" in (tmp_path / "GCC-libgomp" / "GCC-exception-3.1.txt").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        "place",
        ["torch/lib/libnew.so.1", "pillow.libs/libnew-0123abcd.so.1", "PySide6/Qt/lib/libnew.so", "libnew.so.1"],
    )
    def test_a_new_one_ends_the_build(self, place: str) -> None:
        with pytest.raises(SystemExit, match=r"No licence text is known for .*libnew"):
            components.components_of([*modules(), library(place)])
