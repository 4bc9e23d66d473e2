"""Django's settings, read from XIANGJI_* variables. Nothing here knows a county."""

import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from xiangji.project.env import Environment

env = Environment()

SOURCE = Path(__file__).resolve().parents[1]
HOME = env.folder("XIANGJI_HOME", Path(__file__).resolve().parents[3])
VAR = env.folder("XIANGJI_VAR", HOME / "var")
COUNTIES = env.folder("XIANGJI_COUNTIES", HOME / "counties")
COUNTY = env.key("XIANGJI_COUNTY", "tengzhou")
DEMO = env.flag("XIANGJI_DEMO")
# A second factor for staff posts; a demo does without and says so on the log-in page.
TOTP = env.flag("XIANGJI_TOTP", default=not DEMO)
# Networks whose X-Forwarded-For is believed, such as the county's own proxy.
TRUSTED_PROXIES = env.networks("XIANGJI_TRUSTED_PROXIES")
COUNTY_NETWORKS = env.networks("XIANGJI_COUNTY_NETWORKS")
PUBLIC_URL = env.public_url("XIANGJI_PUBLIC_URL")
# A Jitsi-compatible server for meetings; without an address there is no real connection, and pages say so.
VIDEO_URL = env.public_url("XIANGJI_VIDEO_URL")
VIDEO_APP = env.text("XIANGJI_VIDEO_APP", "xiangji")
VIDEO_SECRET = env.text("XIANGJI_VIDEO_SECRET")
# Who shows a certificate to browsers: nobody here, we with one of our own making, or we with a real one.
TLS = env.choice("XIANGJI_TLS", "none", ("none", "self", "real"))
DEBUG = env.flag("XIANGJI_DEBUG")
# The doors that stand open, in the order of the header; a new one is named here when its app is built.
DOORS = [("首页", "/"), ("方案", "/plan/"), ("公示", "/open/"), ("网络", "/stations/")]


def _secret_key() -> str:
    """Kept in a file outside the database; a process without one gets a key that dies with it."""
    file = VAR / "keys" / "secret.key"
    return file.read_text().strip() if file.is_file() else secrets.token_urlsafe(48)


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("XIANGJI_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_htmx",
    "xiangji.core.office",
    "xiangji.core.ui",
    "xiangji.core.sheets",
    "xiangji.core.notify",
    "xiangji.core.approvals",
    "xiangji.core.evidence",
    "xiangji.core.policy",
    "xiangji.core.calendar",
    "xiangji.core.accounts",
    "xiangji.core.outside",
    "xiangji.core.parties",
    "xiangji.core.places",
    "xiangji.core.audit",
    "xiangji.core.chain",
    "xiangji.core.events",
    "xiangji.stations",
    "xiangji.logistics",
    "xiangji.trace",
    "xiangji.market",
    "xiangji.training",
    "xiangji.assistance",
    "xiangji.programme",
    "xiangji.insight",
    "xiangji.portal",
    "xiangji.demo",
    "xiangji.project",
]
MIDDLEWARE = [
    "xiangji.core.ui.middleware.SayNoInWords",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiangji.core.accounts.sessions.KeepSessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "xiangji.project.urls"
WSGI_APPLICATION = "xiangji.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [*sorted(SOURCE.glob("*/web/templates")), *sorted(SOURCE.glob("core/*/templates"))],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "xiangji.core.ui.context.look",
            ],
            "builtins": ["xiangji.core.ui.templatetags.xiangji"],
        },
    }
]
DATABASES = {"default": env.database("XIANGJI_DATABASE_URL", VAR / "xiangji.sqlite3")}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_COLLECTED = env.choice("XIANGJI_STATIC", "plain", ("plain", "collected")) == "collected"
STATIC_ROOT = VAR / "static" if STATIC_COLLECTED else None
STATICFILES_DIRS = [*sorted(SOURCE.glob("*/web/static")), *sorted(SOURCE.glob("core/*/static"))]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
FILE_UPLOAD_HANDLERS = [
    "xiangji.core.evidence.uploads.NotEndless",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CSRF_FAILURE_VIEW = "xiangji.core.ui.views.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "/office/login/"
SESSION_COOKIE_NAME = "xj_session"
SESSION_COOKIE_AGE = 12 * 3600  # the absolute end; idleness is watched by KeepSessions
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS != "none" or PUBLIC_URL.startswith("https://")
# Behind a proxy the address that people see is the public one, whatever scheme reaches us.
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# A browser that has seen this refuses our address without TLS for a year: only with a certificate that lasts.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS == "real" else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice("XIANGJI_LOG", "WARNING", ("INFO", "WARNING", "ERROR")),
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
