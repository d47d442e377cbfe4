"""Settings: one file, everything variable comes from the environment (conf/env.py)."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from naikkelas import vault
from naikkelas.conf import env as environment
from naikkelas.kit import clock

ENV = environment.Env.read()
vault.configure(ENV.data)
clock.take_up(ENV.data)
PACKAGE = Path(__file__).parent.parent

DEBUG = False
SECRET_KEY = ENV.secret_key or vault.current().keys.read("django").hex()
ALLOWED_HOSTS = (
    list(ENV.hosts) if ENV.production else ["localhost", "127.0.0.1", "[::1]", "testserver", *ENV.hosts]
)
ROOT_URLCONF = "naikkelas.conf.urls"
WSGI_APPLICATION = "naikkelas.conf.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_tasks_db",
    "naikkelas.trail",
    "naikkelas.places",
    "naikkelas.accounts",
    "naikkelas.notices",
    "naikkelas.registry",
    "naikkelas.forms",
    "naikkelas.programmes",
    "naikkelas.monev",
    "naikkelas.intake",
    "naikkelas.reports",
    "naikkelas.privacy",
    "naikkelas.web",
    "naikkelas.ops",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "naikkelas.web.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
PHONE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""Of what phones send under a key in the address; their door (openrosa.door) asks for everything else."""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "naikkelas.web.frame.frame",
            ],
            "builtins": [
                f"naikkelas.web.templatetags.{name}"
                for name in ("nk", "nk_often", "nk_figures", "nk_reports", "nk_history")
            ],
        },
    }
]

SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # our i18n library takes the place of Django's on purpose

DATABASES = {"default": environment.database(ENV)}
PAGES_AT_ONCE = 2 if ENV.database_url else 1
"""In one web process: on PostgreSQL one page can compute while another waits for its answer."""
LINES = ENV.data / "tmp" / "lines"
"""Where web processes tell each other how many wait in each."""
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
MAILERS = {"default": environment.mailer(ENV)}
DEFAULT_FROM_EMAIL = ENV.mail_from or "naikkelas@localhost"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# who may enter
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "naikkelas.web.signed_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
# a stranger elsewhere must not be able to lock the owner out: the pair of name and address is what is locked
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
LOGIN_URL = "accounts-sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts-sign-in"
SESSION_ENGINE = "naikkelas.web.signed_in"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.production
CSRF_FAILURE_VIEW = "naikkelas.web.errors.csrf_failure"

# what browsers may do with our pages
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENV.production
SECURE_HSTS_SECONDS = 31_536_000 if ENV.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.production
SECURE_HSTS_PRELOAD = ENV.production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.production else None

# limits of what may be sent; the doors have closer ones of their own
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 210
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
FILE_UPLOAD_TEMP_DIR = ENV.data / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = ENV.time_zone
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# Vite puts a hash into the name of every file below assets/
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.*/naikkelas/assets/.*$"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "naikkelas.conf.log.Private"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["private"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING"}, "naikkelas": {"level": "INFO"}},
}

# read by slices through django.conf.settings
NAIKKELAS_PROVINCE = ENV.province
NAIKKELAS_URL = ENV.url
NAIKKELAS_DATA = ENV.data
NAIKKELAS_PRODUCTION = ENV.production
NAIKKELAS_MAIL_READY = bool(ENV.mail_url)
NAIKKELAS_TRAIL_HEADS = ENV.trail_heads
NAIKKELAS_WEBHOOK_HOSTS = ENV.webhook_hosts
NAIKKELAS_IATI_ORG = ENV.iati_org
NAIKKELAS_IATI_NAME = ENV.iati_name
