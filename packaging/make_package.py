"""Makes the standalone program of this checkout for this system, tries it and packs it; `make package` calls it.

    python packaging/make_package.py [--no-archive] [--no-times]

What comes out lies in `build/package/lenet-app` (the program) and `dist/` (the archive and its SHA-256).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bundle import archive, facts, icu, sizes, stripping, trial

SPEC = facts.ROOT / "packaging" / "lenet-app.spec"


def main() -> int:
    """Build, try, report, pack; the exit status is 0, or 1 when the program's self-test fails."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--no-archive", action="store_true", help="leave the program unpacked")
    parser.add_argument("--no-times", action="store_true", help="do not measure how soon the program starts")
    options = parser.parse_args()
    check_torch(os.environ.get("LENET_TORCH") or "cpu")
    began = time.perf_counter()
    program = build()
    print(f"\nBuilt {facts.NAME} {facts.VERSION} for {facts.platform_tag()} in {time.perf_counter() - began:.0f} s\n")
    print(sizes.report(program), flush=True)
    if not is_sound(command_of(program)):
        return 1
    if not options.no_times:
        times = trial.start_times(command_of(program))
        print(
            f"First paint after {times.first_paint:.2f} s, first answer after {times.first_answer:.2f} s, torch ready "
            f"after {times.torch_ready:.2f} s, largest gap meanwhile {times.largest_gap * 1000:.0f} ms (medians of 5)"
        )
    if not options.no_archive:
        packed = archive.pack(program, facts.ROOT / "dist")
        print(f"{packed.stat().st_size / sizes.MEGABYTE:.1f} MB  {packed.relative_to(facts.ROOT)}")
    return 0


def check_torch(wanted: str) -> None:
    """Make sure that what is installed is what is to be shipped.

    Args:
        wanted: "cpu", or anything else for a torch with CUDA.

    Raises:
        SystemExit: it is another torch.
    """
    cuda = facts.cuda_version()
    if sys.platform.startswith("linux") and (wanted == "cpu") == bool(cuda):
        kind = f"for CUDA {cuda}" if cuda else "without CUDA"
        sys.exit(
            f"LENET_TORCH is {wanted}, but the torch in .venv is one {kind}: remove .venv and call make package again."
        )


def build() -> Path:
    """Run PyInstaller, lay beside the program what belongs to it, and return the program's folder."""
    is_macos = sys.platform == "darwin"
    program = facts.BUILD / (f"{facts.NAME}.app" if is_macos else facts.NAME)
    shutil.rmtree(facts.BUILD / facts.NAME, ignore_errors=True)
    digest = facts.source_digest()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", str(SPEC)]
    environ = os.environ | {"PYTHONHASHSEED": "1"}  # the same modules in the same order each time
    if os.environ.get("LENET_SIGNING_IDENTITY"):
        # A signature that was asked for and fails is no warning.
        environ |= {"PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR": "1", "PYINSTALLER_VERIFY_BUNDLE_SIGNATURE": "1"}
    places = ["--distpath", str(facts.BUILD), "--workpath", str(facts.BUILD / "work")]
    subprocess.run([*command, *places], cwd=facts.ROOT, env=environ, check=True)
    if not is_macos:
        stripped = stripping.strip_libraries(program)
        slimmed = icu.slim_data(program / "_internal" / "PySide6" / "Qt" / "lib", facts.BUILD / "work")
        print(
            f"Stripping saved {stripped / sizes.MEGABYTE:.0f} MB, fewer data for ICU {slimmed / sizes.MEGABYTE:.0f} MB"
        )
        shutil.copytree(facts.PAPERS, program, dirs_exist_ok=True)
    # Tests of the built program look whether it is of the sources that they belong to.
    (facts.BUILD / "source.sha256").write_text(digest, encoding="ascii")
    return program


def command_of(program: Path) -> Path:
    """The program file that prints to a terminal."""
    if sys.platform == "darwin":
        return program / "Contents" / "MacOS" / facts.NAME
    return program / (f"{facts.NAME}-cli.exe" if sys.platform == "win32" else facts.NAME)


def is_sound(command: Path) -> bool:
    """Run the program's self-test and print what came of it."""
    report = trial.self_test(command)
    print("\nThe built program's self-test:")
    for check in report["checks"]:
        print(f"{'ok    ' if check['ok'] else 'FAILED'} {check['seconds']:6.2f} s  {check['name']}: {check['detail']}")
    print(json.dumps(report["versions"]), flush=True)
    return bool(report["ok"])


if __name__ == "__main__":
    sys.exit(main())
