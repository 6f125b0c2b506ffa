"""Drawing on the canvas as a hand does."""

from PySide6.QtCore import QPointF

from lenet_app.gui.canvas.canvas import Canvas
from lenet_app.gui.self_test.handwriting import seven


def draw(canvas: Canvas) -> None:
    """Draw the 7 with the pen."""
    sheet = canvas.sheet()
    (stroke,) = seven().strokes
    points = [QPointF(sheet.x() + x * sheet.width(), sheet.y() + y * sheet.height()) for x, y in stroke.points]
    canvas.begin_stroke(points[0], with_eraser_end=False)
    for point in points[1:]:
        canvas.extend_stroke(point)
    canvas.end_stroke()
