"""Bytes go in once, come out the same, and are never overwritten."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages

from documents import storage


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: object) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


def test_what_is_put_comes_out_and_can_be_discarded() -> None:
    assert "default" in storages.backends
    storage.put("documentos/um", BytesIO(b"primeiro"))
    with storage.open_stored("documentos/um") as file:
        assert file.read() == b"primeiro"
    assert storage.is_stored("documentos/um")
    storage.discard("documentos/um")
    assert not storage.is_stored("documentos/um")


def test_a_key_is_never_written_twice() -> None:
    storage.put("documentos/um", BytesIO(b"primeiro"))
    with pytest.raises(FileExistsError):
        storage.put("documentos/um", BytesIO(b"segundo"))
    with storage.open_stored("documentos/um") as file:
        assert file.read() == b"primeiro"


def test_a_file_is_stored_from_its_beginning() -> None:
    file = BytesIO(b"inteiro")
    file.seek(3)
    storage.put("documentos/dois", file)
    with storage.open_stored("documentos/dois") as stored:
        assert stored.read() == b"inteiro"


def test_something_missing_is_noticed_when_it_is_opened() -> None:
    with pytest.raises(FileNotFoundError):
        storage.open_stored("documentos/nada")


def test_the_s3_service_is_private_never_overwrites_and_asks_no_checksum_of_its_own() -> None:
    env = SimpleNamespace(
        s3_bucket="balde",
        s3_endpoint="http://127.0.0.1:1",
        s3_region=None,
        s3_access_key="a",
        s3_secret_key="b",
    )
    options = storage.s3_options(env)
    assert options["file_overwrite"] is False
    assert options["default_acl"] is None
    assert options["endpoint_url"] == "http://127.0.0.1:1"
    assert options["client_config"].request_checksum_calculation == "when_required"
    assert options["client_config"].response_checksum_validation == "when_required"
    assert options["transfer_config"].use_threads is False
    assert options["max_memory_size"] > 0
