"""Django's settings, all from `portal.env`; nothing here is secret."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from portal.celery import transport_options
from portal.env import Mode, StorageKind, database_settings, load, mail_settings
from portal.headers import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401  Django reads them here
from portal.schedule import BEAT_SCHEDULE

ENV = load()
BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = list(ENV.allowed_hosts)
PUBLIC_URL = ENV.public_url
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
IS_DEMO = ENV.is_demo

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "portal.configuration.ConfigurationConfig",
    "pgtrigger",
    "pghistory",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "portal.accounts",
    "portal.outbox",
    "eligibility",
    "documents",
    "requests_app",
    "portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.SessionLifeMiddleware",
    "portal.middleware.RulesMiddleware",
    "portal.middleware.ActorMiddleware",
    "portal.middleware.PlainTextMiddleware",
    "portal.middleware.SecondFactorMiddleware",
    "portal.middleware.WrongFormMiddleware",
    "portal.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

_LOADERS = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context.frame",
            ],
            "builtins": ["portal.templatetags.portal_tags"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {
    "default": database_settings(ENV.database_url)
    | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
        if ENV.cache_url == "db"
        else {
            "BACKEND": "portal.cache.TolerantRedisCache",
            "LOCATION": ENV.cache_url,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    )
}

STORAGES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": ENV.media_root}}
        if ENV.storage is StorageKind.LOCAL
        else {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {}}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if ENV.storage is StorageKind.S3:
    from documents.storage import s3_options

    STORAGES["default"]["OPTIONS"] = s3_options(ENV)
if ENV.mode is Mode.TEST:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

MEDIA_ROOT = ENV.media_root
STATIC_URL = "/static/"
STATIC_ROOT = ENV.static_root
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
# Bodies above this size go to a temporary file, so an upload never sits in the web process's memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LANGUAGE_CODE = "pt-br"
TIME_ZONE = "America/Sao_Paulo"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if ENV.mode is Mode.TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/painel"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "signup": "portal.accounts.forms.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Beside allauth's own limits, which stay: tries of a holder's code and of a verification code, and bills, per address.
ACCOUNT_RATE_LIMITS = {
    "holder": "30/m/ip",
    "verify": "60/m/ip",
    "grid": "120/m/ip",
    "grid_unit": "20/m/ip",
    "bill": "12/m/ip",
}
# Served by https means behind one proxy, whose X-Forwarded-For ends in the caller's address.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.is_secure else 0
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.is_secure
MFA_TOTP_ISSUER = "Portal GD"
USERSESSIONS_TRACK_ACTIVITY = False

# G-16: an idle limit of 60 minutes, renewed by use, with a warning before it.
SESSION_COOKIE_AGE = 60 * 60
SESSION_COOKIE_NAME = "portal_sessao"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENV.is_secure
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENV.is_secure
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
SECURE_SSL_REDIRECT = ENV.is_secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.is_secure else None
SECURE_HSTS_SECONDS = 31_536_000 if ENV.is_secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.is_secure
SECURE_HSTS_PRELOAD = ENV.is_secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.accounts.api_tokens.StaffTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api_errors.handle",
    "DEFAULT_THROTTLE_RATES": {
        "public": "240/min",
        "account": "600/min",
        "sign_in": "10/min",
        "bill": "12/min",
    },
    "COERCE_DECIMAL_TO_STRING": True,
    # As for allauth above: without a proxy, a caller's X-Forwarded-For is a way round the limits.
    "NUM_PROXIES": 1 if ENV.is_secure else 0,
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False, "TOKEN_LIMIT_PER_USER": 20}
SPECTACULAR_SETTINGS = {
    "TITLE": "Portal GD",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
}

CELERY_BROKER_URL = (
    "filesystem://localhost//" if ENV.broker_url.startswith("filesystem://") else ENV.broker_url
)
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(ENV.broker_url)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
# A message only wakes a worker: what must happen is a row, and the schedule calls again within seconds. A message
# acknowledged late dies with its Redis connection and takes the worker along (kombu 5.7).
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

for _name, _value in mail_settings(ENV.smtp_url).items():
    globals()[_name] = _value
if ENV.mode is Mode.TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = ENV.mail_from
OPERATOR_PROFILE = ENV.operator_profile
CUSTOMER_SYSTEM_URL = ENV.customer_system_url
CUSTOMER_SYSTEM_TOKEN = ENV.customer_system_token
PAYMENT_GATEWAY = ENV.payment_gateway

PGHISTORY_CONTEXT_FIELD_NULL = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
