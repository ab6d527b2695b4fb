"""Uploads are looked at in the shapes in which Django hands them over, small in memory and large on disk."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile, UploadedFile

from documents.domain.file_types import FileType
from documents.inspection import inspect_upload
from tests import files


def in_memory(content: bytes) -> "UploadedFile[bytes]":
    return InMemoryUploadedFile(BytesIO(content), "arquivo", "art.pdf", "application/pdf", len(content), None)


def on_disk(content: bytes) -> "UploadedFile[bytes]":
    upload = TemporaryUploadedFile("art.pdf", "application/pdf", len(content), None)
    upload.write(content)
    return upload


@pytest.mark.parametrize("hand_over", [in_memory, on_disk])
@pytest.mark.parametrize("content", [files.pdf_bytes(2), files.jpg_bytes(), files.png_bytes()])
def test_an_upload_is_inspected_and_left_at_its_start(
    hand_over: Callable[[bytes], "UploadedFile[bytes]"], content: bytes
) -> None:
    upload = hand_over(content)
    seen = inspect_upload(
        upload, declared_name="art.pdf", accepted=frozenset(FileType), max_bytes=1_000_000, max_pages=9
    )
    assert seen.size_bytes == len(content)
    assert upload.read() == content
    upload.close()
