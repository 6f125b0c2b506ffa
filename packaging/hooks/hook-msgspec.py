"""What msgspec imports from its compiled part, where PyInstaller cannot see it."""

hiddenimports = ["msgspec._utils", "copy", "datetime", "decimal", "typing", "uuid", "weakref"]
