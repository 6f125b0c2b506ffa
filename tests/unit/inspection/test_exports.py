import csv
import re
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lenet_app.colour_maps import NEUTRAL, non_negative_map, signed_map
from lenet_app.errors import UserError
from lenet_app.inspection.arithmetic import arithmetic
from lenet_app.inspection.exports import (
    arithmetic_as_csv,
    arithmetic_values,
    as_csv,
    as_npy,
    back_as_csv,
    back_values,
    weights_as_csv,
    write_activations,
    write_values,
)
from lenet_app.inspection.looking import Part, Wanted, look
from lenet_app.inspection.pictures import SCALES, as_png, as_svg, coloured, layer_picture
from lenet_app.inspection.units import Unit
from lenet_app.networks.forward import Array
from tests.unit.closed_folder import closed
from tests.unit.inspection.networks import FAMILY, model_of, passage_of


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("name", ["lenet5", "lenet5-dropout", "lenet-rgb"])
def test_every_layer_is_written_as_npy_and_csv(name: str, tmp_path: Path) -> None:
    passage, folder = passage_of(name), tmp_path / "new" / "folder"
    written = write_activations(passage, folder)
    assert sorted(written) == sorted(folder.iterdir())
    for layer, values in {"input": passage.network_input, **passage.activations}.items():
        np.testing.assert_array_equal(np.load(folder / f"{layer}.npy", allow_pickle=False), values)
        titles, *rows = lines((folder / f"{layer}.csv").read_bytes())
        assert titles == (["map", "row", "column", "value"] if values.ndim == 3 else ["unit", "value"])
        assert len(rows) == values.size
        for *place, value in rows[:: max(len(rows) // 50, 1)]:
            assert np.float32(value) == values[tuple(int(number) for number in place)]


def test_names_of_layers_that_no_file_can_have(tmp_path: Path) -> None:
    values: dict[str, Array] = {
        name: np.full(2, number, np.float32) for number, name in enumerate(["a/b", "a-b", "A-B", "con", "../up", ""])
    }
    written = write_values(values, tmp_path / "kept")
    assert len({path.name.casefold() for path in written}) == 12
    assert {path.parent for path in written} == {tmp_path / "kept"}
    found = [float(np.load(path)[0]) for path in written if path.suffix == ".npy"]
    assert found == [0, 1, 2, 3, 4, 5]


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    there = tmp_path / "file"
    there.write_text("mine")
    with pytest.raises(UserError, match="cannot be written"):
        write_activations(passage_of("lenet5"), there)
    assert there.read_text() == "mine"


def test_a_folder_that_is_closed(tmp_path: Path) -> None:
    with closed(tmp_path), pytest.raises(UserError, match="cannot be written"):
        write_activations(passage_of("lenet5"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_arithmetic_as_a_table() -> None:
    found = arithmetic(passage_of("lenet5-relu-same"), Unit("C3", (4, 0, 13)))
    titles, *rows = lines(arithmetic_as_csv(found))
    assert titles == ["map", "row", "column", "input", "factor", "product"]
    assert len(rows) == 6 * 25 + 1
    assert rows[0][:3] == ["0", "-2", "11"]
    assert sum(float(row[-1]) for row in rows) == pytest.approx(found.sum)
    assert [float(row[3]) * float(row[4]) for row in rows[:-1]] == pytest.approx([float(row[5]) for row in rows[:-1]])
    *_, last = lines(arithmetic_as_csv(arithmetic(passage_of("lenet5"), Unit("S2", (4, 0, 13)))))
    assert last[:3] == ["4", "1", "27"], "a block has no bias"


def test_the_numbers_of_an_arithmetic_as_one_array() -> None:
    found = arithmetic(passage_of("lenet5"), Unit("C3", (4, 2, 7)))
    inputs, factors, products = arithmetic_values(found)
    np.testing.assert_allclose(inputs * factors, products)
    assert products.sum() + (found.incoming.bias or 0) == pytest.approx(found.sum)


@pytest.mark.parametrize("unit", [Unit("C3", (4, 2, 7)), Unit("S4", (3, 1, 1)), Unit("output", (3,))])
def test_the_way_back_as_a_table(unit: Unit) -> None:
    made = model_of("lenet5")
    seen = look(passage_of("lenet5"), made.recipe, Wanted(frozenset(Part), unit, label=5))
    back = seen.gradients
    assert back is not None
    titles, *rows = lines(back_as_csv(back, seen.paths, seen.learned, seen.next_step))
    assert titles == ["part", "place", "factor", "gradient", "product", "next step"]
    assert float(rows[0][3]) == back.loss
    shares = [float(row[4]) for row in rows if row[0] == "path"]
    if shares:
        assert sum(shares) == pytest.approx(back.of_value(unit), rel=1e-4, abs=1e-12)
    weights = [float(row[3]) for row in rows if row[0] in ("weight", "bias")]
    values = back_values(back, unit, seen.paths, seen.learned)
    if seen.learned is None:
        assert weights == []
        assert values[2].tolist() == pytest.approx(shares)
    else:
        assert weights == pytest.approx([*values.ravel().tolist(), seen.learned.bias])


@pytest.mark.parametrize("name", ["lenet5-1998", "lenet5"])
def test_every_weight_of_a_layer_as_a_table(name: str) -> None:
    made = model_of(name)
    for plan in made.architecture.plans:
        if not plan.parameters:
            continue
        titles, *rows = lines(weights_as_csv(plan, made.weights))
        assert titles == ["name", "map", "input", "row", "column", "value"]
        assert len(rows) == plan.parameters
        written = sorted(float(row[-1]) for row in rows)
        wanted = np.concatenate([made.weights[f"{plan.name}.{part}"].ravel() for part in ("weight", "bias")])
        np.testing.assert_allclose(written, np.sort(wanted.astype(np.float64)))


def test_shapes_of_a_picture_are_its_pixels() -> None:
    values = np.random.default_rng(1).normal(size=(5, 4, 3)).round(1)
    colours = layer_picture(values)
    svg = as_svg(colours).decode()
    painted = np.full(colours.shape, 255, np.uint8)
    count = 0
    for colour, runs in re.findall(r'<path fill="#([0-9a-f]{6})" d="([^"]*)"/>', svg):
        for left, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", runs):
            painted[int(row), int(left) : int(left) + int(length)] = tuple(bytes.fromhex(colour))
            count += int(length)
    np.testing.assert_array_equal(painted, colours)
    assert count == colours.shape[0] * colours.shape[1], "every pixel once"


def test_a_picture_of_very_many_values_stays_within_bounds() -> None:
    with Image.open(BytesIO(as_png(np.zeros((3, 3000, 3), np.uint8), 2))) as image:
        assert image.size == (6000, 6)


def test_bytes_of_a_file_of_numpys() -> None:
    values = np.arange(6, dtype=np.float32).reshape(1, 2, 3)
    np.testing.assert_array_equal(np.load(BytesIO(as_npy(values)), allow_pickle=False), values)
    assert as_csv(values).decode().splitlines()[:2] == ["map,row,column,value", "0,0,0,0.0"]


def test_colours_are_those_of_the_program() -> None:
    values = np.array([[0, 1], [2, 4]], np.float32)
    table = non_negative_map(dark=False)
    np.testing.assert_array_equal(coloured(values), table[[[0, 64], [128, 255]]])
    np.testing.assert_array_equal(coloured(values, largest=8, dark=True)[1, 1], non_negative_map(dark=True)[128])
    signed = coloured(values - 2)
    np.testing.assert_array_equal(signed[[0, 1, 1], [0, 0, 1]], signed_map(dark=False)[[1, NEUTRAL, 255]])
    np.testing.assert_array_equal(coloured(values, signed=True)[0, 0], signed_map(dark=False)[NEUTRAL])


def test_maps_stand_side_by_side_in_lines() -> None:
    values = np.arange(5 * 2 * 3, dtype=np.float32).reshape(5, 2, 3)
    sheet = layer_picture(values, across=3)
    assert sheet.shape == (2 * 3 - 1, 3 * 4 - 1, 3)
    whole = coloured(values.reshape(5, 6), largest=29)
    np.testing.assert_array_equal(sheet[3:5, 4:7], whole[4].reshape(2, 3, 3))
    assert (sheet[:, 3] == 255).all()
    assert (sheet[3:, 8:] == 255).all(), "there is no sixth map"
    units = layer_picture(np.arange(84, dtype=np.float32), across=7)
    assert units.shape == (12, 7, 3)
    assert layer_picture(np.arange(10, dtype=np.float32)).shape == (3, 4, 3)
    assert layer_picture(values, across=9, dark=True).shape == (2, 19, 3)


@pytest.mark.parametrize("scale", SCALES)
def test_png_in_three_sizes(scale: int) -> None:
    colours = coloured(passage_of("lenet5").activations["C3"][4])
    image = Image.open(BytesIO(as_png(colours, scale)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (80 * scale, 80 * scale))
    pixels = np.asarray(image)
    np.testing.assert_array_equal(pixels[:: 8 * scale, :: 8 * scale], colours)
    np.testing.assert_array_equal(pixels[8 * scale - 1 :: 8 * scale, 8 * scale - 1 :: 8 * scale], colours)


@pytest.mark.parametrize("name", FAMILY)
def test_every_layer_can_be_a_picture(name: str) -> None:
    for values in passage_of(name).activations.values():
        sheet = layer_picture(values)
        assert sheet.dtype == np.uint8
        assert sheet.shape[0] * sheet.shape[1] >= values.size
