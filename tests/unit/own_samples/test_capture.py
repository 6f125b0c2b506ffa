from lenet_app.samples.capture import Capture


def test_a_round_goes_through_all_digits_and_begins_anew() -> None:
    capture = Capture()
    for digit in range(10):
        assert (capture.round, capture.digit) == (1, digit)
        capture = capture.skipped() if digit == 4 else capture.written()
        if digit < 9:
            assert capture.done == set(range(digit + 1)) - {4}
    assert capture == Capture(2)


def test_one_may_go_to_any_digit() -> None:
    capture = Capture().at(6)
    assert capture.digit == 6
    assert capture.written() == Capture(1, 7, frozenset({6}))
