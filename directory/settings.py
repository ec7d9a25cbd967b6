"""The one settings file. Values come from the environment; with nothing set, the site runs on this
machine alone, with SQLite. docs/install.md lists every variable."""

import re
import secrets
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

env = environ.Env()


def refuse(sentence: str) -> NoReturn:
    """Stop with one plain line: a site that starts with a wrong setting is worse than none."""
    raise SystemExit(f"Settings: {sentence}")


# Where this site is, and what follows from it ---------------------------------------------------

SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path:
    refuse(f"SITE_URL must be like https://csirts.example, without a path; it is {SITE_URL!r}.")
ON_LOOPBACK = _site.hostname in LOOPBACK
HTTPS = _site.scheme == "https"
if not HTTPS and not ON_LOOPBACK:
    refuse(f"SITE_URL is {SITE_URL}: plain http is for this machine alone; use https.")

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if ON_LOOPBACK else [_site.hostname]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

DEBUG = env.bool("DEBUG", False)
if DEBUG and not ON_LOOPBACK:
    refuse("DEBUG shows the site's insides to visitors; it is for a SITE_URL on this machine alone.")

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))


def _own_secret_key() -> str:
    """A key made once and kept in DATA_DIR: enough for a site that only this machine sees."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY and not ON_LOOPBACK:
    refuse("SECRET_KEY is missing; set it to 50 or more random characters and keep it secret.")
if SECRET_KEY and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5):
    refuse("SECRET_KEY is too easy to guess; set it to 50 or more random characters.")
SECRET_KEY = SECRET_KEY or _own_secret_key()

# The house ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "directory",
    "directory.apps.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

# What stands above WhiteNoise speaks for static files too.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "directory.headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "directory.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "directory.accounts.sessions.PersonMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "directory.acting.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "directory.urls"
WSGI_APPLICATION = "directory.wsgi.application"
AUTH_USER_MODEL = "directory.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "directory.site.site",
                "directory.language.languages",
            ],
        },
    },
]
SITE_NAME = env.str("SITE_NAME", "CSIRT Directory")

# Leads to the registry's own record of an address, an AS number or a domain (RFC 9082).
RDAP_URL = env.str("RDAP_URL", "https://rdap.org").rstrip("/")
_rdap = urlsplit(RDAP_URL)
if _rdap.scheme not in {"http", "https"} or not _rdap.hostname or _rdap.query or _rdap.fragment:
    refuse(f"RDAP_URL must be like https://rdap.org; it is {RDAP_URL!r}.")

# The key that the directory signs with, where it is not the one that make_signing_key has made. gpg writes it in groups.
SIGNING_KEY = "".join(env.str("SIGNING_KEY", "").split()).upper()
if SIGNING_KEY and not re.fullmatch(r"[0-9A-F]{40}", SIGNING_KEY):
    refuse(
        "SIGNING_KEY must be the 40 hexadecimal digits of a fingerprint; a key ID or a name may be another key's."
    )

# Whom to tell about a weakness of the site itself (RFC 9116); without it, the contact that is set at the desk.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "")
if SECURITY_CONTACT and not re.fullmatch(r"https://[!-~]+|[^\s@:/<>,;]+@[A-Za-z0-9.-]+", SECURITY_CONTACT):
    refuse(f"SECURITY_CONTACT must be an e-mail address or start with https://; it is {SECURITY_CONTACT!r}.")

# Whether the desk may fetch a team's key from the Web Key Directory of the team's own domain. Then this site asks
# hosts that its users name, so it is off until somebody wants it (directory/keys/fetching.py says what is guarded).
WKD_FETCH = env.bool("WKD_FETCH", False)

# The store ------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{DATA_DIR / 'directory.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue (IMMEDIATE) instead of failing with "database is locked"; readers never wait (WAL).
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
    if _database["NAME"] != ":memory:":
        Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    _database["CONN_HEALTH_CHECKS"] = True
# Opening a connection costs as much as answering a look-up, on SQLite too (bench.load).
_database["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 60)

# What is counted and remembered for a while: wrong passwords above all, and codes that were used. All processes must see
# the same, so it is the database's own table, unless another cache that they share is named. It holds so many entries
# that nobody can push out what is counted of somebody else.
CACHES = {"default": env.cache("CACHE_URL", "dbcache://cache?max_entries=100000")}

# Languages and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["directory.formats"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Static files: hashed names, served by WhiteNoise -------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

# What browsers are told -------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the admin's own style sheets draw with data: images
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    # TLS ends at the reverse proxy (docs/install.md); this process listens on loopback only.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # after that somebody logs in again, whatever they do
SESSION_IDLE_SECONDS = 2 * 3600  # without a request
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no third cookie

# People ---------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# How many proxies of the operator's own stand before the site: so many addresses at the end of X-Forwarded-For are
# theirs to write, and what stands before them is not believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1 if HTTPS else 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

ACCOUNT_ADAPTER = "directory.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "directory.accounts.forms.LoginForm",
    "signup": "directory.accounts.forms.SignupForm",
    "reset_password": "directory.accounts.forms.ResetPasswordForm",
    "add_email": "directory.accounts.forms.AddEmailForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By a code, so that an address stands with an account only once it is confirmed: nobody occupies another's.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the owner hears of every change
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, at the latest
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
# Wrong passwords are counted by account and by address. The first limit is short, for anybody can bring it about for
# somebody else; logging in by a passkey does not count (SECURITY 24, 25).
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
# Whoever changes passwords, factors or keys says again who they are, unless they did so as lately as this.
CONFIRMED_SECONDS = 15 * 60

MFA_ADAPTER = "directory.accounts.adapter.FactorAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for clocks that differ (RFC 6238, 5.2)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ON_LOOPBACK

# Limits (one place, each enforced and tested) -----------------------------------------------------

MAX_DOCUMENT_BYTES = 10 * 1024 * 1024
MAX_QUERY_CHARACTERS = 200
MAX_QUERY_WORDS = 12
MAX_BULK_BYTES = 12 * 1024 * 1024  # the page sends longer lists in pieces of 10,000 lines
BODIES_AT_ONCE = (
    56  # on their way, or their answers: of the server's 64 threads (bin/serve), 8 stay for others
)
BODY_BYTES_AT_ONCE = 96 * 1024 * 1024  # of all of them together; the first 64 KB of each are free
REQUESTS_AT_WORK = 4  # at once, in each process
# Of the import page: a file, as it comes back with its preview, has to fit into DATA_UPLOAD_MAX_MEMORY_SIZE; how many
# documents somebody may bring in an hour, and how often they may be read again; and how long a preview is good for.
MAX_IMPORT_BYTES = 8 * 1024 * 1024
IMPORTS_PER_HOUR = 10
IMPORT_READINGS_PER_HOUR = 100
IMPORT_SECONDS = 3600
REVIEWS_PER_HOUR = 6  # of each team: every reviewer is written to when one is asked for
TEAMS_PER_PAGE = 25
SUGGESTIONS = 8  # teams that the box shows while somebody types
# Finished pages in memory, of each process; with DEBUG every page is made anew, as its templates stand.
FINISHED_PAGES_BYTES = 0 if DEBUG else env.int("FINISHED_PAGES_BYTES", 64 * 1024 * 1024)
LARGEST_FINISHED_PAGE_BYTES = 1024 * 1024  # a larger one is not kept
FINISHED_KEY_CHARACTERS = 512  # of its path and query string
# The database is asked no more often whether something was published. To ask SQLite takes microseconds, but each
# time the other threads get their turn in between, which costs ten times as much.
EDITION_SECONDS = 0.001 if _database["ENGINE"] == "django.db.backends.sqlite3" else 0.05
# Where somebody was stands in the audit trail for so long; then manage.py forget_addresses blanks it.
AUDIT_ADDRESS_DAYS = env.int("AUDIT_ADDRESS_DAYS", 90)
if AUDIT_ADDRESS_DAYS < 1:
    refuse(f"AUDIT_ADDRESS_DAYS must be a number of days, 1 or more; it is {AUDIT_ADDRESS_DAYS}.")
MAIL_ATTEMPTS = 8  # of each mail; what a server refuses as often stays in the outbox for the operator to see
WHOIS_MAX_BYTES = 1024  # of one question
WHOIS_SECONDS = 10  # for a question to come, for its answer to be found, for the client to take it
WHOIS_CONNECTIONS = 100  # at once; as many again are told to come back
WHOIS_THREADS = 4  # each holds one connection to the database
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a team form with 500 prefixes sends four fields for each

# Mail and logs ----------------------------------------------------------------------------------

vars().update(env.email("EMAIL_URL", "consolemail://"))
EMAIL_TIMEOUT = 30  # seconds, for a mail server that does not answer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", f"directory@{_site.hostname}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"questions": {"()": "directory.logs.WithoutQuestions"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["questions"]},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "fido2": {"level": "WARNING"},  # at INFO it writes down whose passkey was used
    },
}


def _version() -> str:
    """The newest release that the changelog names, so that the two cannot drift apart."""
    found = re.search(r"^## (\d\S*)", (BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "0"


VERSION = _version()
