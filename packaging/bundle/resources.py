"""What Windows and macOS want to know of a program."""

from pathlib import Path

from bundle import facts

BUNDLE_IDENTIFIER = f"io.github.{facts.NAME}"

_VERSION = """\
VSVersionInfo(
    ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),
    kids=[
        StringFileInfo([StringTable("040904B0", [
            StringStruct("CompanyName", {author!r}),
            StringStruct("FileDescription", {description!r}),
            StringStruct("FileVersion", {version!r}),
            StringStruct("InternalName", {name!r}),
            StringStruct("LegalCopyright", {licence!r}),
            StringStruct("ProductName", {name!r}),
            StringStruct("ProductVersion", {version!r}),
        ])]),
        VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
    ],
)
"""


def version_file(folder: Path) -> Path:
    """Write the version resource of the Windows program, in the form that PyInstaller reads, and return its place."""
    project = facts.project()["project"]
    numbers = tuple(int(part) if part.isdigit() else 0 for part in facts.VERSION.split("."))
    path = folder / "version.txt"
    folder.mkdir(parents=True, exist_ok=True)
    text = _VERSION.format(
        numbers=(*numbers, 0, 0, 0)[:4],
        version=facts.VERSION,
        name=facts.NAME,
        author=project["authors"][0]["name"],
        description=project["description"],
        licence=f"Licence: {project['license']}",
    )
    path.write_text(text, encoding="utf-8")
    return path
