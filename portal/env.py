"""The environment as one checked value: a wrong setting fails at boot, with its name."""

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

PREFIX = "PORTAL_"


class Mode(StrEnum):
    DEMO = "demo"
    PRODUCTION = "production"
    TEST = "test"


class StorageKind(StrEnum):
    LOCAL = "local"
    S3 = "s3"


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


class Env(BaseModel):
    """Everything the portal reads from outside. Each field is the variable PORTAL_<NAME>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode = Mode.PRODUCTION
    secret_key: str = Field(min_length=32)
    database_url: str = Field(pattern=r"^postgres(ql)?://")
    broker_url: str = Field(pattern=r"^(rediss?|filesystem)://")
    cache_url: str = Field(default="db", pattern=r"^(rediss?://.*|db)$")
    public_url: str = Field(default="http://127.0.0.1:8000", pattern=r"^https?://[^/]+$")
    allowed_hosts: Annotated[tuple[str, ...], BeforeValidator(_words)] = ("127.0.0.1", "localhost")
    media_root: str = "media"
    static_root: str = "build/static"
    storage: StorageKind = StorageKind.LOCAL
    s3_bucket: str | None = None
    s3_endpoint: str | None = None
    s3_access_key: str | None = None
    s3_secret_key: str | None = None
    s3_region: str | None = None
    smtp_url: str | None = Field(default=None, pattern=r"^smtps?(\+tls)?://")
    mail_from: str = "Portal GD <nao-responda@portal.exemplo>"
    operator_profile: str = "cemig_d"
    state: str = Field(default="MG", pattern=r"^[A-Z]{2}$")
    customer_system_url: str = Field(default="", pattern=r"^(https?://[^\s?#@]+)?$")
    customer_system_token: str = ""
    payment_gateway: str = Field(default="", pattern=r"^([A-Za-z_][\w.]*:[A-Za-z_]\w*)?$")

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO

    @property
    def is_secure(self) -> bool:
        """Whether people reach the portal by https: cookies and redirects follow."""
        return self.public_url.startswith("https://")

    @model_validator(mode="after")
    def _production_is_complete(self) -> Self:
        if self.storage is StorageKind.S3 and not (
            self.s3_bucket and self.s3_access_key and self.s3_secret_key
        ):
            raise ValueError("PORTAL_STORAGE=s3 needs PORTAL_S3_BUCKET, _ACCESS_KEY and _SECRET_KEY")
        if self.mode is Mode.PRODUCTION and not self.smtp_url:
            raise ValueError("PORTAL_MODE=production needs PORTAL_SMTP_URL: people are told by e-mail")
        if self.mode is Mode.PRODUCTION and urlsplit(self.customer_system_url).scheme == "http":
            raise ValueError("PORTAL_CUSTOMER_SYSTEM_URL needs https: CPF and CNPJ travel to it")
        return self


def load(environ: Mapping[str, str] = os.environ) -> Env:
    """Read PORTAL_* variables. Raises pydantic.ValidationError naming each wrong one."""
    known = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() in Env.model_fields and value != ""
    }
    return Env.model_validate(known)


def database_settings(url: str) -> dict[str, object]:
    """Django's DATABASES entry of a postgresql:// address; a socket folder may stand in ?host=."""
    from urllib.parse import parse_qs

    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = query["host"][0] if "host" in query else unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or (query["port"][0] if "port" in query else "")),
    }


def mail_settings(url: str | None) -> dict[str, object]:
    """Django's EMAIL_* settings of smtp://, smtp+tls:// or smtps://user:password@host:port."""
    if url is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
