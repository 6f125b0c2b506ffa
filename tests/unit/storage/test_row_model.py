"""Which model sweeps over rows: the one that a person chose, or the one that came with the program."""

from pathlib import Path

from lenet_app.networks.row_network import CLASS_NAMES, NORMALISATION, row_network
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import write_model
from tests.unit.samples import model


def test_the_reader_of_rows_is_the_one_of_the_name_or_the_shipped_one(tmp_path: Path) -> None:
    write_model(model(name="Alpaca"), tmp_path / "shipped" / "Alpaca.safetensors")
    library = ModelLibrary(tmp_path / "own", tmp_path / "shipped")
    parts = {"class_names": CLASS_NAMES, "normalisation": NORMALISATION}
    rows = row_network(2, 3, 8, 6)
    assert library.row_model() is None
    mine = library.save(model(rows, name="Mine", **parts))
    assert mine.reads_rows
    assert library.row_model("Mine") == mine
    assert library.row_model("Alpaca") is library.row_model() is None, "single digits are read by others"
    write_model(model(rows, name="Rows", **parts), tmp_path / "shipped" / "Rows.safetensors")
    shipped = library.row_model()
    assert shipped is not None
    assert (shipped.name, shipped.shipped) == ("Rows", True)
    assert library.row_model("gone") == shipped
    assert library.row_model("Mine") == mine
