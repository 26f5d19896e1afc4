"""Before a server answers anybody: settings that cannot be right are refused in words."""

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured


def refuse_wrong_settings() -> None:
    """Raise ImproperlyConfigured where a check of the settings finds something serious.

    Only those tagged `security` are asked, which read settings alone: the rest is for `check`.
    """
    found = run_checks(tags=[Tags.security])
    wrong = [str(one.msg) for one in found if one.is_serious() and not one.is_silenced()]
    if wrong:
        raise ImproperlyConfigured("; ".join(wrong))
