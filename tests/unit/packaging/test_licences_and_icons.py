from pathlib import Path

import pytest
from PIL import Image

from bundle import facts, icons, licences


def test_every_distribution_brings_its_licence(tmp_path: Path) -> None:
    pytest.importorskip("PyInstaller", reason="PyInstaller is not installed, whose licence goes with the program.")
    count = licences.write_licences(tmp_path / "licences", tmp_path / "program")
    needed = facts.needed_distributions()
    summary = (tmp_path / "licences" / "SUMMARY.txt").read_text(encoding="utf-8")
    assert count >= len(needed) + 2
    for found in needed.values():
        assert found.name in summary
        # Qt's come without their texts; these lie beside the summary.
        has_texts = any((tmp_path / "licences" / found.name).glob("*"))
        assert has_texts or found.name.lower().startswith(("pyside6", "shiboken6")), found.name
    for name in ("qt-lgpl-3.txt", "gpl-3.txt"):
        assert "GNU" in (tmp_path / "licences" / name).read_text(encoding="utf-8")
    assert any((tmp_path / "licences" / "Python").glob("LICENSE*"))


def test_the_icon_is_drawn_at_every_size(tmp_path: Path) -> None:
    icons.write_menu_icons(tmp_path)
    for side in icons.SIZES:
        with Image.open(tmp_path / f"{side}.png") as image:
            assert image.size == (side, side)
            assert image.mode == "RGBA"
            corner, centre = image.getpixel((0, 0)), image.getpixel((side // 2, side // 2))
        assert isinstance(corner, tuple)
        assert isinstance(centre, tuple)
        assert (corner[3], centre[3]) == (0, 255)


def test_the_icon_for_windows_holds_many_sizes(tmp_path: Path) -> None:
    path = icons.icon_file(tmp_path)
    with Image.open(path) as image:
        found = image.info["sizes"]
    assert path.suffix == ".icns" or {(16, 16), (48, 48), (256, 256)} <= set(found)
