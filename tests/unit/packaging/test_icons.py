from pathlib import Path

from PIL import Image

from bundle import icons


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
