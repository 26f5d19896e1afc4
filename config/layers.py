"""The layers of this installation, in drawing order."""


def register_layers() -> None:
    """Fill the registry; each layer is declared in its own room."""
