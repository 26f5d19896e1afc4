"""The composition root: once every room is loaded, their layers and live topics are registered."""

from django.apps import AppConfig


class WanggeConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config.layers import register_layers
        from config.topics import register_topics

        register_layers()
        register_topics()
