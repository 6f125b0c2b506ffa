"""A report in a real browser: Chromium draws it without a network, its charts among it, and asks for nothing."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from lenet_app.charts.palette import LIGHT
from tests.unit.commands.running import Command
from tests.unit.runs.comparison.made import put

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *(
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--disable-sync",
        "--disable-default-apps",
        "--disable-extensions",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-domain-reliability"),
    *("--window-size=1200,4000", "--hide-scrollbars", "--disable-dev-shm-usage"),
)


def browse(page: Path, folder: Path, *options: str) -> str:
    """What Chromium prints of a page; what it asks any network for goes to net.json."""
    assert CHROMIUM is not None
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    kept = (f"--user-data-dir={folder / 'profile'}", f"--log-net-log={folder / 'net.json'}")
    command = [CHROMIUM, *QUIET, *root, *kept, *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout


def hosts_asked(log: Path) -> set[str]:
    """Whom Chromium asked, by a log of its own; it asks its makers a few things by itself."""
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    addresses = [urlsplit(event["params"]["url"]) for event in events if "url" in event.get("params", {})]
    found = {one.hostname or "" for one in addresses if one.scheme in ("http", "https", "ws", "wss")}
    return {host for host in found if not host.endswith((".google.com", ".googleapis.com"))}


@pytest.mark.long
@pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here.")
def test_chromium_draws_a_report_and_asks_for_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for seed in range(3):
        put(f"a{seed}", seed=seed, shares=(0.9, 0.96 + 0.001 * seed, 0.97), accuracy=0.99 + 0.001 * seed)
    put("b", network="lenet-caffe", learning_rate=0.005)
    page = tmp_path / "report.html"
    assert Command(capsys)("compare", "a0", "a1", "a2", "b", "--html", page).status == 0
    dom = browse(page, tmp_path, "--dump-dom")
    assert dom.count("<svg") == 5
    assert "99.10 ± 0.10" in dom
    assert hosts_asked(tmp_path / "net.json") == set()
    asking = tmp_path / "asking.html"  # such a request would be seen
    asking.write_text('<img src="http://elsewhere.invalid/x.png">', encoding="utf-8")
    browse(asking, tmp_path, "--dump-dom")
    assert hosts_asked(tmp_path / "net.json") == {"elsewhere.invalid"}
    browse(page, tmp_path, f"--screenshot={tmp_path / 'page.png'}")
    with Image.open(tmp_path / "page.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
    for name in LIGHT.series[:2]:
        assert tuple(int(name[place : place + 2], 16) for place in (1, 3, 5)) in colours
