import numpy as np
import pytest

from lenet_app.penmanship.digits import DIGITS
from lenet_app.penmanship.no_digits import CAPITALS, SIGNS, SMALL_LETTERS
from lenet_app.penmanship.styles import Style, styles_of

TABLES = (*DIGITS, SMALL_LETTERS, CAPITALS, SIGNS)
NAMES = (*map(str, range(10)), "small letters", "capitals", "signs")


def test_a_table_of_styles() -> None:
    bar, seven = styles_of(
        """
bar: 2
    0,0 0,100
    20,0 0,100
seven: with colon: 0.5
    0,0 60,0! 20,100 / 10,50 50,50 / 30,-20
"""
    )
    assert (bar.name, bar.weight, bar.forms) == ("bar", 2, ("0,0 0,100", "20,0 0,100"))
    assert (seven.name, seven.weight) == ("seven: with colon", 0.5)
    np.testing.assert_allclose(bar.shape.points, np.array([[[0, 0], [0, 1]], [[0.2, 0], [0, 1]]]))
    assert [seven.shape.points[0, part].tolist() for part in seven.shape.strokes][2] == [pytest.approx([0.3, -0.2])]
    assert seven.shape.curves.stroke.tolist() == sorted(seven.shape.curves.stroke.tolist())
    assert set(seven.shape.curves.stroke.tolist()) == {0, 1, 2}


@pytest.mark.parametrize("second", ["0,0 60,0 20,100", "0,0 60,0! 40,50 20,100", "0,0 60,0! 20,100 / 0,0"])
def test_forms_that_are_not_alike_are_refused(second: str) -> None:
    with pytest.raises(ValueError, match="differ"):
        Style("seven", 1, ("0,0 60,0! 20,100", second))


def test_a_style_needs_weight_and_form() -> None:
    with pytest.raises(ValueError, match="weight"):
        Style("bar", 0, ("0,0 0,100",))
    with pytest.raises(ValueError, match="differ"):
        Style("bar", 1, ())


@pytest.mark.parametrize("styles", TABLES, ids=NAMES)
def test_curves_pass_through_their_control_points_and_stray_little(styles: tuple[Style, ...]) -> None:
    for style in styles:
        for form in style.shape.points:
            for matrix in (style.shape.curves.sharp, style.shape.curves.smooth):
                samples = matrix @ form
                away = np.linalg.norm(samples[:, None] - form, axis=2).min(axis=0)
                assert away.max() < 1e-5, style.name
                # Only what turns sharply swings out, and then when its corners are passed smoothly.
                beyond = np.maximum(form.min(axis=0) - samples, samples - form.max(axis=0)).max()
                assert beyond < 0.25, style.name
            # Points follow each other closely enough that lines between them look like curves.
            steps = np.linalg.norm(np.diff(style.shape.curves.sharp @ form, axis=0), axis=1)
            assert np.median(steps) < 0.12, style.name


def test_curves_are_smooth_but_at_corners() -> None:
    (style,) = styles_of("arch and corner: 1\n    0,100 0,40 40,0 80,40! 80,100 140,100")
    samples = style.shape.curves.sharp @ style.shape.points[0]
    steps = np.diff(samples, axis=0)
    direction = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    turns = np.degrees(np.arccos((direction[1:] * direction[:-1]).sum(axis=1).clip(-1, 1)))
    corner = int(np.linalg.norm(samples - style.shape.points[0][3], axis=1).argmin())
    assert turns[corner - 1] > 30
    rest = np.delete(turns, corner - 1)
    assert rest.max() < 25


def test_a_circle_comes_out_round() -> None:
    angles = np.linspace(0, 2 * np.pi, 9)
    words = " ".join(f"{50 + 50 * np.cos(a):.3f},{50 + 50 * np.sin(a):.3f}" for a in angles)
    (style,) = styles_of(f"ring: 1\n    {words}")
    radii = np.linalg.norm(style.shape.curves.sharp @ style.shape.points[0] - 0.5, axis=1)
    assert radii.min() > 0.47
    assert radii.max() < 0.51


def test_every_digit_has_many_styles_under_their_own_names() -> None:
    assert len(DIGITS) == 10
    for styles in (*DIGITS, (*SMALL_LETTERS, *CAPITALS), SIGNS):
        assert len(styles) >= 12
        assert len({style.name for style in styles}) == len(styles)
