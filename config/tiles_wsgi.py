"""The tile server's door (granian, WSGI): the web server's, on connections that hold the limits
of a tile. Whoever asks such a process for anything else is answered within those limits too."""

import os

# Before the settings are read.
os.environ["WANGGE_ONLY_TILES"] = "yes"

from config.wsgi import application

__all__ = ["application"]
