"""Django settings. Everything that differs between installations comes from the environment.

ALLMENDE_DATABASE_URL   PostgreSQL 18; the command line sets it to the embedded server when it is empty
ALLMENDE_PAGES_DATABASE_URL  the same database for pages (`allmende start`); default: the role `allmende_web`
ALLMENDE_CASES_DATABASE_URL  the same database for case work; default: the role `allmende_cases`
ALLMENDE_CASE_KEY_FILE  keys of the regions for case work (default: case-keys.json in the data directory)
ALLMENDE_DATA_DIR       files, keys, collected static files (default: ./var)
ALLMENDE_SECRET_KEY     otherwise a key file in the data directory, made on first start
ALLMENDE_ALLOWED_HOSTS  comma-separated; default: this machine only
ALLMENDE_PUBLIC_URL     the one address of this installation (https://allmende.example): what OParl hands out
ALLMENDE_HTTPS          "1" behind TLS: secure cookies, HSTS
ALLMENDE_DEBUG          "1" for developers
ALLMENDE_OIDC_*         ISSUER, CLIENT_ID, CLIENT_SECRET, NAME: sign-in by the town's identity provider;
                        TRUST_EMAIL "1" where it sends no `email_verified` but proves addresses (AD FS)
ALLMENDE_OPARL_CONTACT  whom other servers may write to about our reading; an address of the web or of mail
ALLMENDE_OPARL_LOOPBACK "1" for developers: reads OParl servers on this machine too
ALLMENDE_PROXIES        how many proxies of ours stand before us; their X-Forwarded-For is believed
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from allmende.cases.roles import CASE_ROLE, STATISTICS_ROLE, password_of
from allmende.web.kern import KERN_DIRECTORY

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("ALLMENDE_DATA_DIR", "var")).resolve()


def _flag(name: str) -> bool:
    return os.environ.get(name, "") == "1"


def _database(url: str) -> dict[str, Any]:
    """Return Django's database settings for a `postgresql://` address; `?host=` names a socket directory."""
    if not url:
        raise ImproperlyConfigured(
            "ALLMENDE_DATABASE_URL ist nicht gesetzt. Starten Sie mit dem Befehl „allmende“, "
            "er startet die eingebettete Datenbank."
        )
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    # The names of tables are unique across schemas; which role reaches which schema is the server's matter.
    options["options"] = f"{options.get('options', '')} -c search_path=public,ident,fall,stat".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }


def _secret_key() -> str:
    """Return the secret key from the environment, else from a key file that only we can read."""
    if key := os.environ.get("ALLMENDE_SECRET_KEY"):
        return key
    file = DATA_DIR / "secret-key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(secrets.token_urlsafe(64))
    return file.read_text(encoding="ascii")


DEBUG = _flag("ALLMENDE_DEBUG")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    *filter(None, os.environ.get("ALLMENDE_ALLOWED_HOSTS", "").split(",")),
    "127.0.0.1",
    "localhost",
    "[::1]",
]
PUBLIC_URL = os.environ.get("ALLMENDE_PUBLIC_URL", "").rstrip("/")
DATABASES = {"default": _database(os.environ.get("ALLMENDE_DATABASE_URL", ""))}
# Case work signs in as a role of its own, which reaches the data of people and nothing else (ADR 20).
DATABASES["cases"] = (
    _database(os.environ["ALLMENDE_CASES_DATABASE_URL"])
    if os.environ.get("ALLMENDE_CASES_DATABASE_URL")
    else {**DATABASES["default"], "USER": CASE_ROLE, "PASSWORD": password_of(CASE_ROLE, SECRET_KEY)}
)
DATABASES["cases"]["TEST"] = {"MIRROR": "default"}
# The job that freezes key dates for statistics is a role of its own too.
DATABASES["statistics"] = {
    **DATABASES["default"],
    "USER": STATISTICS_ROLE,
    "PASSWORD": password_of(STATISTICS_ROLE, SECRET_KEY),
    "TEST": {"MIRROR": "default"},
}
DATABASE_ROUTERS = ["allmende.cases.planes.PlaneRouter"]
CASE_KEY_FILE = Path(os.environ.get("ALLMENDE_CASE_KEY_FILE", DATA_DIR / "case-keys.json"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "allmende.web",
    "allmende.pages",
    "allmende.accounts",
    "allmende.jobs",
    "allmende.register",
    "allmende.papers",
    "allmende.ledger",
    "allmende.cooperations",
    "allmende.cooperations.options",
    "allmende.cooperations.potentials",
    "allmende.funding",
    "allmende.cases",
    "allmende.oparl",
    "allmende.joint_decisions",
    "allmende.catalog",
    "allmende.catalog.invoices",
    "allmende.catalog.suitability",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "allmende.web.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allmende.web.middleware.ExpectedErrorsMiddleware",
    "allmende.register.middleware.ActingBodyMiddleware",
]

ROOT_URLCONF = "allmende.web.urls"
WSGI_APPLICATION = "allmende.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "allmende.web.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Rate limits count in the database: several server processes must see the same numbers.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}

# --- who may come in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "allmende.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "allmende.accounts.forms.LoginForm"}
ACCOUNT_SESSION_REMEMBER = True  # no checkbox: a sign-in ends after SESSION_COOKIE_AGE, whatever happens
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever invites vouches for the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ALLMENDE_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Allmende"
MFA_TOTP_TOLERANCE = 1  # half a minute: clocks of telephones differ
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_ADAPTER = "allmende.accounts.adapter.UserSessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False  # it would cost every page a write
SOCIALACCOUNT_ADAPTER = "allmende.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # known people only; see SocialAccountAdapter
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # a posted form may not lead to another host (form-action below)
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if issuer := os.environ.get("ALLMENDE_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("ALLMENDE_OIDC_NAME", "Anmeldung der Verwaltung"),
                "client_id": os.environ["ALLMENDE_OIDC_CLIENT_ID"],
                "secret": os.environ["ALLMENDE_OIDC_CLIENT_SECRET"],
                "settings": {"server_url": issuer, "verified_email": _flag("ALLMENDE_OIDC_TRUST_EMAIL")},
            }
        ]
    }

# --- what a browser may do ---------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # KERN's icons are data: masks
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "allmende.web.errors.csrf_failure"
if _flag("ALLMENDE_HTTPS"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# --- other people's servers ---------------------------------------------------------------------------
OPARL_CONTACT = os.environ.get("ALLMENDE_OPARL_CONTACT", f"https://{ALLOWED_HOSTS[0]}")
OPARL_ALLOW_LOOPBACK = _flag("ALLMENDE_OPARL_LOOPBACK")

# --- language, time, files ---------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGE_COOKIE_NAME = "allmende_language"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True
MESSAGE_TAGS = {message_levels.DEBUG: "info", message_levels.ERROR: "danger"}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one, and warnings are errors
STATICFILES_DIRS = [("kern", KERN_DIRECTORY)]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or _flag("ALLMENDE_TESTING")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or _flag("ALLMENDE_TESTING")
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100_000  # a long draft; papers.domain.review.MAX_ROWS says it to people
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # a folder of papers; papers.bulk.domain.MAX_FILES says it to people
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # times the number of files: larger ones wait on disk

EMAIL_BACKEND = os.environ.get("ALLMENDE_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
