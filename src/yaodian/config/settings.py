"""Django settings. What an installation may change stands in environment.py."""

from importlib.metadata import entry_points
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from yaodian.config import environment

PACKAGE = Path(__file__).parents[1]
WEB = PACKAGE / "web"

SECRET_KEY = environment.secret_key()
DEBUG = environment.DEBUG
ALLOWED_HOSTS = environment.HOSTS
ROOT_URLCONF = "yaodian.config.urls"
WSGI_APPLICATION = "yaodian.config.wsgi.application"
FORM_RENDERER = "yaodian.web.formrendering.Renderer"

# A field's tables live in an app of its own (made by `./yaodian refresh`); a county's own fields name theirs as entry points.
FIELD_APPS = [
    *(
        f"yaodian.apps.ledgers.fields.{path.parent.name}"
        for path in sorted((PACKAGE / "apps/ledgers/fields").glob("*/models.py"))
    ),
    *sorted(point.value for point in entry_points(group="yaodian.field_apps")),
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "django_tasks",
    "django_tasks_db",
    "yaodian.apps.audit",
    "yaodian.apps.orgs",
    "yaodian.apps.files",
    "yaodian.apps.jobs",
    "yaodian.apps.notices",
    "yaodian.apps.ledgers",
    *FIELD_APPS,
    "yaodian.apps.movements",
    "yaodian.apps.indicators",
    "yaodian.apps.plans",
    "yaodian.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yaodian.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "yaodian.web.middleware.acting_post",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yaodian.web.middleware.told_errors",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates", *sorted(WEB.glob("screens/*/templates"))],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "yaodian.web.navigation.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_htmx.templatetags.django_htmx",
                "yaodian.web.templatetags.yaodian",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
DEMO_TODAY = environment.TODAY
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.HTTPS else None

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
# Templates' messages are English, those in Python Chinese: one catalogue each way, a folder for each screen so that screens stay apart.
LOCALE_PATHS = [WEB / "locale", PACKAGE / "apps" / "locale", *sorted(WEB.glob("screens/*/locale"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "static/"
STATICFILES_DIRS = [WEB / "static"]
STATIC_ROOT = environment.HOME / "static"
WHITENOISE_USE_FINDERS = True  # no collectstatic step: a county starts one command
MEDIA_ROOT = environment.HOME / "files"
PLANS_ROOT = environment.HOME / "plans"  # how engines scan registers; made anew where it is missing
GEOGRAPHY_ROOT = environment.HOME / "geography"  # outline.geojson: the county's border, for maps
PARAMETERS_ROOT = environment.HOME / "parameters"  # the county's own numbers, layered over yaodian/rules/numbers
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # pasted text; files are streamed to disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
IMPORT_LIMIT_BYTES = 80 * 1024 * 1024  # a county's register as one sheet

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
CSRF_FAILURE_VIEW = "yaodian.web.errors.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003"] if DEBUG else []
