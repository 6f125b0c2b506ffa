"""Times in words."""

from lenet_app.language import tr


def duration_text(seconds: float) -> str:
    """Seconds as people say them: `9 s`, `1 min 05 s`, `2 h 03 min`."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return tr("{hours} h {minutes:02} min").format(hours=minutes // 60, minutes=minutes % 60)
    if minutes:
        return tr("{minutes} min {seconds:02} s").format(minutes=minutes, seconds=rest)
    return tr("{seconds} s").format(seconds=rest)
