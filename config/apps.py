"""The composition root: once every room is loaded, what they declare is registered."""

from django.apps import AppConfig


class WanggeConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from config.layers import register_layers
        from config.networks import register_networks
        from config.topics import register_topics
        from tiles.background import check_background

        register_layers()
        register_topics()
        register_networks()
        register(check_background, Tags.security)
