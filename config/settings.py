"""One settings module for every place Wangge runs; what differs comes from the environment.

A secret may come from a file: set NAME_FILE instead of NAME.
"""

from datetime import timedelta
from pathlib import Path

import environ
import pghistory

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEBUG = env.bool("WANGGE_DEBUG", default=False)
SECRET_KEY = env.str("WANGGE_SECRET_KEY")
ALLOWED_HOSTS = env.list("WANGGE_ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("WANGGE_ORIGIN", default=[])
VAR_DIR = Path(env.str("WANGGE_VAR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.gis",
    "django.contrib.postgres",
    "axes",
    "corsheaders",
    "knox",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "rest_framework",
    "rest_framework_gis",
    "django_filters",
    "drf_spectacular",
    "gis_core",
    "accounts",
    "live",
    "grids",
    "standards",
    "departments",
    "facilities",
    "cases",
    "tiles",
    "importers",
    "demo",
    "config.apps.WanggeConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Pages of other origins that may read the map and what is public: nobody, unless they are named.
# They read with a token or with nothing; cookies of this origin are never theirs to send.
CORS_ALLOWED_ORIGINS = env.list("WANGGE_CORS_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/(tiles|features|api/v1/public)/"
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "accept-language", "authorization", "if-none-match")
CORS_EXPOSE_HEADERS = ("ETag", "Retry-After")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Off behind a pooler that hands connections out by transaction: what a connection keeps, prepared
# statements and settings, is then somebody else's.
OWN_CONNECTIONS = env.bool("WANGGE_PREPARE", default=True)
# What a tile may cost the database; a map asks for a dozen at once. A tile is small: starting
# workers or compiling costs more than it saves (32 ms to 8 ms at z16). The planner takes every
# square of a count for one of many more, and would sort on disk.
TILE_LIMITS = {
    "statement_timeout": "2000",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "64MB",
}
# The tile server's connections hold these limits, so that no tile has to bring its own.
ONLY_TILES = OWN_CONNECTIONS and env.bool("WANGGE_ONLY_TILES", default=False)

database = env.db_url("DATABASE_URL", engine="gis_core.db.postgis")
connection_options = dict(database.get("OPTIONS", {}))
if ONLY_TILES:
    limits = [f"-c {name}={value}" for name, value in TILE_LIMITS.items()]
    connection_options["options"] = " ".join([connection_options.get("options", ""), *limits])
DATABASES = {
    "default": {
        **database,
        # A connection learns the tables anew, which takes it some 30 ms.
        "CONN_MAX_AGE": env.int("WANGGE_CONN_MAX_AGE_S", default=600),
        "CONN_HEALTH_CHECKS": True,
        # For gis_core.db.planned alone.
        "OPTIONS": {**connection_options, "prepare_threshold": 2 if OWN_CONNECTIONS else None},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Ten failures lock this account from this address for a quarter of an hour: enough to stop
# guessing, short enough that a colleague at 02:00 is not locked out for the night.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "accounts.api.refusals.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.api.refusals.locked_out"
CSRF_FAILURE_VIEW = "accounts.api.refusals.csrf_failed"

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("WANGGE_HTTPS", default=False)
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
# Photos: files that are on the disk before anybody is told so, or an object store.
S3_BUCKET = env.str("WANGGE_S3_BUCKET", default="")
S3_STORAGE = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env.str("WANGGE_S3_ENDPOINT", default="") or None,
        "region_name": env.str("WANGGE_S3_REGION", default="") or None,
        "access_key": env.str("WANGGE_S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("WANGGE_S3_SECRET_KEY", default="") or None,
        # Names are digests of content: what is there already is what comes again.
        "file_overwrite": True,
    },
}
STORAGES = {
    "default": S3_STORAGE
    if S3_BUCKET
    else {"BACKEND": "gis_core.storage.DurableFileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Tiles that were drawn, kept in files; and how many a process draws at once, and lets wait.
TILE_CACHE_DIR = Path(env.str("WANGGE_TILE_CACHE", default=str(VAR_DIR / "tiles")))
TILE_CACHE_MB = env.int("WANGGE_TILE_CACHE_MB", default=1024)
TILE_PLACES = env.int("WANGGE_TILE_PLACES", default=4)
TILE_QUEUE = env.int("WANGGE_TILE_QUEUE", default=64)

# The city's own background map: an address with {z}, {x}, {y} and perhaps {key}; none by default.
# The key may come from a file and never leaves the server.
BACKGROUND_URL = env.str("WANGGE_BACKGROUND_URL", default="")
BACKGROUND_KEY = env.str("WANGGE_BACKGROUND_KEY", default="")
BACKGROUND_ATTRIBUTION = env.str("WANGGE_BACKGROUND_ATTRIBUTION", default="")
BACKGROUND_MAX_ZOOM = env.int("WANGGE_BACKGROUND_MAX_ZOOM", default=18)
BACKGROUND_KEEP_H = env.int("WANGGE_BACKGROUND_KEEP_H", default=24)

# The gateway to phones (see live/push.py); the default sends nothing and says so in the log.
PUSH_BACKEND = env.str("WANGGE_PUSH", default="live.push.LogPush")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.DeviceAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "gis_core.http.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Wangge 网格 API",
    "DESCRIPTION": "Smart city management: grid, cases, routing and vector tiles.",
    "VERSION": "1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "DayKindEnum": ["working", "rest"],
        "ShiftDaysEnum": ["every", "working", "rest"],
    },
}
# A phone in use stays signed in; one that lies in a drawer, or is lost, is out after 30 days.
KNOX_TOKEN_MODEL = "accounts.DeviceToken"  # noqa: S105 - the name of a model
REST_KNOX = {
    "AUTH_HEADER_PREFIX": "Token",
    "TOKEN_TTL": timedelta(days=30),
    "AUTO_REFRESH": True,
    "MIN_REFRESH_INTERVAL": 24 * 3600,
}

# Row history by statement-level triggers: one INSERT … SELECT per statement, whatever its rows.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_BASE_MODEL = "gis_core.audit.RowHistory"
# The object itself, not an equal one: pghistory compares levels by identity.
PGHISTORY_LEVEL = pghistory.Statement  # type: ignore[has-type]  # a cycle in its imports
# What only reads needs no context, and its statements stay as they are written.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="row_history")

# gis.W001: Debian 12's GDAL cannot block network access. Nothing that a user sends reaches GDAL in
# this process; files are read by pyogrio, whose own GDAL is current.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
