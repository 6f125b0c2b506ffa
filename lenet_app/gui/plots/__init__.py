"""Charts in the window, drawn by pyqtgraph, which is loaded beside the window when the first of them is shown.

What is to be shown is a value of `lenet_app.charts`:

    plot = Plot()
    plot.set_chart(Chart(tr("Loss"), Axis(tr("epoch")), Axis(tr("loss")), (Curve(tr("training"), epochs, losses),)))
    plot.append(tr("training"), 7, 0.031)              # as often as you like: it is drawn some times a second
    keeping.give_menu(button, plot.keepsakes)          # PNG, SVG, CSV; `Keeping` is that of `gui/inside/keep`

Arrays come from `floats(…)`. Colours follow the theme; a series that says nothing has the colour of its place. What is
pointed at, by mouse or keys, is told beside the point and to assistive technology; `plot.pressed` tells a click.
"""
