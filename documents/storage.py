"""Where the bytes of files live: a local folder or any S3 service, behind Django's default storage."""

from typing import IO, Any, Protocol

from django.core.files import File
from django.core.files.storage import default_storage

MEGABYTE = 1024 * 1024


class S3Environment(Protocol):
    """What the environment says to reach an S3 service; None leaves the client's own default."""

    @property
    def s3_bucket(self) -> str | None: ...
    @property
    def s3_endpoint(self) -> str | None: ...
    @property
    def s3_region(self) -> str | None: ...
    @property
    def s3_access_key(self) -> str | None: ...
    @property
    def s3_secret_key(self) -> str | None: ...


def s3_options(env: S3Environment) -> dict[str, Any]:
    """Return the OPTIONS of django-storages' S3 backend: private, never overwriting, bounded in memory."""
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    return {
        "bucket_name": env.s3_bucket,
        "endpoint_url": env.s3_endpoint,
        "region_name": env.s3_region,
        "access_key": env.s3_access_key,
        "secret_key": env.s3_secret_key,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        # Reads roll over to a temporary file; without a size they stay in memory whole.
        "max_memory_size": 2 * MEGABYTE,
        # Ten parallel parts of 8 MB are the client's default: more memory than a whole upload may take.
        "transfer_config": TransferConfig(
            multipart_chunksize=8 * MEGABYTE, max_concurrency=1, use_threads=False
        ),
        # Services other than AWS refuse the checksums that newer clients add to every call.
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }


def put(key: str, file: IO[bytes]) -> None:
    """Store the bytes from the file's beginning under `key`; raises FileExistsError when the key is taken."""
    file.seek(0)
    saved = default_storage.save(key, File(file))
    if saved != key:
        default_storage.delete(saved)
        raise FileExistsError(key)


def open_stored(key: str) -> IO[bytes]:
    """Open a stored file for reading, seekable; the caller closes it. Raises FileNotFoundError."""
    stored = default_storage.open(key, "rb")
    # The S3 backend fetches only at the first read, so a missing object would surface far from here.
    stored.seek(0)
    return stored


def is_stored(key: str) -> bool:
    """Whether something is kept under `key`."""
    return default_storage.exists(key)


def discard(key: str) -> None:
    """Remove the bytes under `key`; for the retention service and after a refused upload."""
    default_storage.delete(key)
