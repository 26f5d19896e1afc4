"""Our settings without our middleware and addresses, for the bare view."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES

MIDDLEWARE = []
ROOT_URLCONF = "bench.report_race.bare"

# Where this is set, tables of this schema stand before ours: the same columns, keys and indexes,
# without triggers and foreign keys.
if _schema := os.environ.get("WANGGE_BENCH_SCHEMA"):
    DATABASES["default"]["OPTIONS"] = {"options": f"-c search_path={_schema},public"}
