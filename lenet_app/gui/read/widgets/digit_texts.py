"""What is said of a digit and of a page."""

from lenet_app.gui.answering.confidence import percent
from lenet_app.language import tr, trn
from lenet_app.reading.checked import CheckedDigit, CheckedPage


def guesses(digit: CheckedDigit) -> tuple[tuple[int, float], tuple[int, float]]:
    """The model's two best guesses, each with its probability, 0 to 1."""
    recognition = digit.read.recognition
    first, second = recognition.ranking[:2]
    return (first, digit.read.confidence), (second, float(recognition.probabilities[second]))


def state_text(digit: CheckedDigit) -> str:
    """Whose answer it is and whether it is one."""
    if digit.is_left_out and digit.is_corrected:
        return tr("Left out: no digit")
    if digit.is_left_out:
        return tr("Not sure whether it is a digit") if digit.is_doubtful else tr("No digit")
    if digit.is_corrected:
        return tr("Added by you") if digit.is_added else tr("Corrected by you")
    if digit.read.is_doubted:
        return tr("Not sure: its ink, or one of the two readers, speaks against it")
    if digit.is_doubtful and digit.read.sure:
        return tr("Least sure digit of a number that is not sure")
    return tr("Not sure") if digit.is_doubtful else tr("Sure")


def digit_sentence(page: CheckedPage, index: int) -> str:
    """Digit `index` in words."""
    digit = page.digits[index]
    first, second = guesses(digit)
    if digit.is_left_out and not digit.is_corrected:
        sentence = tr("Mark {number} of {last}: {state}. If it is one, {first}.")
        return sentence.format(number=index + 1, last=len(page.digits), state=state_text(digit), first=first[0])
    sentence = tr("Digit {number} of {last}: {digit}. {state}. Read as {first}, {percent} %, or else {second}.")
    return sentence.format(
        number=index + 1,
        last=len(page.digits),
        digit=digit.best,
        state=state_text(digit),
        first=first[0],
        percent=percent(first[1]),
        second=second[0],
    )


def count_text(page: CheckedPage) -> str:
    """How many digits there are, and of how many of them the model is not sure."""
    doubtful = len(page.doubtful)
    count = page.count + sum(page.digits[n].is_left_out for n in page.doubtful)
    if not count:
        return tr("No digits")
    if not doubtful:
        return trn("{count} digit, sure", "{count} digits, all sure", count).format(count=count)
    text = trn("{doubtful} of {count} digit not sure", "{doubtful} of {count} digits not sure", count)
    return text.format(doubtful=doubtful, count=count)


def not_sure_text(doubtful: int) -> str:
    """Of how many digits the model is not sure."""
    return trn("{count} digit not sure", "{count} digits not sure", doubtful).format(count=doubtful)
