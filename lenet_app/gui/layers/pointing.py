"""What of the layers is chosen and pointed at, with its outlines and its words."""

from collections.abc import Mapping, Sequence

from lenet_app.gui.layers.column import Column
from lenet_app.gui.layers.marks import Fields, Marks, marks_of
from lenet_app.gui.layers.pictures import Floats
from lenet_app.gui.layers.places import Box, box_of
from lenet_app.gui.layers.shown import ShownLayer
from lenet_app.gui.layers.unit_texts import fields_text, range_text, shown_title, unit_text, value_text
from lenet_app.inspection.units import Unit, carried
from lenet_app.language import tr
from lenet_app.networks.model import Model


class Pointing:
    """Of one model's layers; what is pointed at comes before what is chosen."""

    def __init__(self) -> None:
        self.chosen: Unit | None = None
        self.pointed: Unit | None = None
        self.layer = ""
        """The layer that is pointed at, between its units, too; empty for none."""
        self.is_whole_map = False
        """Whether all of the map that is pointed at is meant."""
        self.marks = Marks()
        self.off: frozenset[Unit] = frozenset()
        """Units and whole maps that are switched off."""
        self.crossed: tuple[Box, ...] = ()
        """Where these stand, in pixels."""
        self._fields: Fields | None = None
        self._told: ShownLayer | None = None
        self._fields_text = ""

    @property
    def unit(self) -> Unit | None:
        """The unit that is spoken of."""
        return self.pointed or self.chosen

    def look(self, model: Model, layers: Sequence[ShownLayer]) -> None:
        """Find what belongs to the unit, or to its map; a layer that is not shown has no fields."""
        shown = {layer.name: layer for layer in layers}
        unit = None if self.unit is None else carried(self.unit, model.architecture)
        named = self.layer or (unit.layer if unit is not None else "")
        self._told = shown.get(named)
        self._fields, self._fields_text = None, ""
        if unit is None or unit.layer not in shown:
            return
        if self.is_whole_map and len(unit.index) > 1:
            unit = Unit(unit.layer, unit.index[:1])
        self._fields = Fields.of(model.architecture, unit)
        self._fields_text = fields_text(self._fields, layers)

    def place(self, layers: Sequence[ShownLayer], columns: Mapping[str, Column]) -> None:
        """Find where the outlines go."""
        self.marks = marks_of(self._fields, self.chosen, layers, columns)
        shown = {layer.name: layer for layer in layers}
        off = [unit for unit in self.off if unit.layer in shown]
        self.crossed = tuple(box for unit in off for box in box_of(shown[unit.layer], columns[unit.layer], unit))

    def line(self, values: Mapping[str, Floats], class_names: Sequence[str]) -> str:
        """The unit, its value and what its layer's numbers are like; of a layer the latter alone."""
        layer = self._told
        if layer is None:
            return ""
        now, unit = values.get(layer.name), self._fields.unit if self._fields is not None else None
        title = shown_title(layer)
        if unit is None or unit.layer != layer.name:
            return title if now is None else tr("{layer}: {range}").format(layer=title, range=range_text(now))
        name = unit_text(layer, unit, class_names)
        if self.off & {unit, Unit(unit.layer, (unit.map,))}:
            name = tr("{unit} (off)").format(unit=name)
        if now is None:
            return name
        if len(unit.index) < len(layer.shape):
            return tr("{layer}: {range}").format(layer=name, range=range_text(now[unit.map]))
        text = tr("{unit}: {value}  ({layer}: {range})")
        return text.format(unit=name, value=value_text(float(now[unit.index])), layer=title, range=range_text(now))

    @property
    def fields_text(self) -> str:
        """What the unit sees and feeds, in words; empty where there is no unit."""
        return self._fields_text
