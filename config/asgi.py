"""The events process's door (granian, ASGI): live events and nothing else.

It stands apart from the web server because a stream stays open for hours, and the web server is
four times faster without such company.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.events import Events  # noqa: E402 - needs the apps loaded

application = Events()
