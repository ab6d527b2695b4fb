"""What a file really is: looked at and opened when it arrives, before anything keeps it.

Memory stays bounded whatever the file is: bytes are read in blocks, and what has to be parsed is parsed in a
confined child.
"""

import hashlib
from pathlib import PurePath
from typing import IO, Any

import magic
from pydantic import BaseModel, ConfigDict

from documents import confined
from documents.domain.file_types import FILE_TYPE_BY_MEDIA_TYPE, FileType, names_in_portuguese
from documents.domain.sheet_wording import file_size
from eligibility.domain.findings import Refused, refuse

BLOCK_BYTES = 1024 * 1024
SNIFFED_BYTES = 8192

CONTENT_NAMES = {
    "text/html": "uma página da web",
    "application/zip": "um arquivo compactado",
    "application/x-rar": "um arquivo compactado",
    "application/msword": "um documento do Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "um documento do Word",
    "application/vnd.ms-excel": "uma planilha do Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "uma planilha do Excel",
    "image/heic": "uma foto HEIC",
    "image/heif": "uma foto HEIC",
    "image/webp": "uma imagem WebP",
    "image/gif": "uma imagem GIF",
    "image/svg+xml": "um desenho SVG",
    "image/vnd.dwg": "um desenho DWG",
    "text/plain": "um texto",
}


class InspectedFile(BaseModel):
    """What is known of a file that was accepted; `width` and `height` in pixels, of images only."""

    model_config = ConfigDict(frozen=True)

    file_type: FileType
    media_type: str
    size_bytes: int
    sha256: str
    page_count: int
    width: int | None = None
    height: int | None = None


def inspect_upload(
    file: IO[bytes],
    *,
    declared_name: str,
    accepted: frozenset[FileType],
    max_bytes: int,
    max_pages: int,
    field: str | None = None,
) -> InspectedFile:
    """Look at a seekable file and say what it is, or raise Refused with one finding for the form's `field`.

    Codes: empty, too_large, wrong_type, encrypted, corrupt, too_many_pages, has_script, image_too_big.
    The content decides the type; `declared_name` only helps to word the refusal. The file ends at its start.
    """
    try:
        return _inspect(file, declared_name, accepted, max_bytes, max_pages)
    except Refused as refusal:
        finding = refusal.findings[0]
        raise refuse(finding.code, finding.message, field=field, section="documentos") from refusal
    finally:
        file.seek(0)


def _inspect(
    file: IO[bytes], declared_name: str, accepted: frozenset[FileType], max_bytes: int, max_pages: int
) -> InspectedFile:
    size_bytes = file.seek(0, 2)
    if size_bytes == 0:
        raise refuse("empty", "O arquivo está vazio (0 kB).")
    if size_bytes > max_bytes:
        raise refuse(
            "too_large",
            f"O arquivo tem {file_size(size_bytes)}. O limite é {file_size(max_bytes)}. Reduza e envie.",
        )
    file_type = _sniff(file, declared_name, accepted)
    if file_type is FileType.PDF:
        pages = _count_safe_pages(file, max_pages)
        width, height = None, None
    else:
        pages = 1
        width, height = _measure(file)
    return InspectedFile(
        file_type=file_type,
        media_type=file_type.media_type,
        size_bytes=size_bytes,
        sha256=_sha256(file),
        page_count=pages,
        width=width,
        height=height,
    )


def _sniff(file: IO[bytes], declared_name: str, accepted: frozenset[FileType]) -> FileType:
    file.seek(0)
    media_type = magic.from_buffer(file.read(SNIFFED_BYTES), mime=True)
    file_type = FILE_TYPE_BY_MEDIA_TYPE.get(media_type)
    if file_type in accepted:
        return file_type
    here = f"Aqui aceitamos {names_in_portuguese(accepted)}."
    extension = "".join(c for c in PurePath(declared_name).suffix.lower()[1:] if c.isascii() and c.isalnum())[
        :8
    ]
    claims_accepted = extension in {"pdf", "jpg", "jpeg", "png"}
    if file_type is not None:
        raise refuse("wrong_type", f"O arquivo é {file_type.label}. {here}")
    if media_type in CONTENT_NAMES and (claims_accepted or not extension):
        raise refuse("wrong_type", f"O conteúdo do arquivo é {CONTENT_NAMES[media_type]}. {here}")
    if claims_accepted:
        raise refuse("wrong_type", f"O nome termina em .{extension}, mas o conteúdo é de outro tipo. {here}")
    if extension:
        raise refuse("wrong_type", f"O arquivo é .{extension}. {here}")
    raise refuse("wrong_type", f"Não reconhecemos o tipo deste arquivo. {here}")


def _look_into(module: str, file: IO[bytes], **options: int) -> dict[str, Any]:
    try:
        facts, _ = confined.run(f"{module}:look_into", file, **options)
    except confined.ConfinementError:
        return {"problem": "corrupt"}
    return facts


def _measure(file: IO[bytes]) -> tuple[int, int]:
    facts = _look_into("image_inspection", file)
    match facts.get("problem"):
        case "image_too_big":
            pixels = facts["pixels"]
            size = f"tem {pixels // 1_000_000} milhões de pontos" if pixels else "tem pontos demais"
            raise refuse(
                "image_too_big",
                f"A imagem {size} e não abre com segurança. Reduza a resolução ou envie em PDF.",
            )
        case "corrupt":
            raise refuse(
                "corrupt",
                "Não conseguimos abrir esta imagem: ela chegou incompleta ou danificada. Gere de novo e envie.",
            )
    return int(facts["width"]), int(facts["height"])


def _count_safe_pages(file: IO[bytes], max_pages: int) -> int:
    facts = _look_into("pdf_inspection", file, max_pages=max_pages)
    match facts.get("problem"):
        case "encrypted":
            raise refuse("encrypted", "O PDF está com senha. Envie sem senha.")
        case "too_many_pages":
            raise refuse(
                "too_many_pages",
                f"O PDF tem mais de {max_pages} páginas, que é o limite. Envie só o que foi pedido.",
            )
        case "corrupt":
            raise refuse(
                "corrupt", "Não conseguimos abrir este arquivo como PDF. Gere o PDF de novo e envie."
            )
    # Analysts download the original, so what could run on their machines stays out. Nobody loses a form
    # by it: this portal asks for none, and printing to PDF keeps what is seen and drops what runs.
    if facts["is_running"]:
        raise refuse(
            "has_script",
            "O PDF traz dentro dele um programa ou outro arquivo. Imprima em PDF e envie a cópia.",
        )
    return int(facts["pages"])


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()
