"""The window: PySide6 and nothing else of the outside world; everything it shows and does goes through workflows."""
