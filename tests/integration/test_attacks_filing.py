"""Attacks on the filing: packed workbooks, formulas in the monthly file, and what changes between reading and sending."""

import resource
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from django.utils import timezone

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from requests_app.models import AccessRequest
from requests_app.services.allocations.files import file_rows
from requests_app.services.exchange.regulator import _safe
from requests_app.services.filing import drafts
from requests_app.services.filing import sending as filing
from requests_app.services.filing.attachments import current_attachments, detach
from tests.factories import a_filing, attach_everything, make_draft, make_technician, publish_checklist

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(sheet: str, *, sheets: int = 1) -> bytes:
    """A workbook by hand whose sheets all point at one part, whatever is in it."""
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(1, sheets + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_TYPES}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def sheet(row: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">{row}</row></sheetData></worksheet>'


UNIT = '<c r="A1" t="inlineStr"><is><t>3014056287</t></is></c>'


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        file_rows(content)
    return refused.value.code


def test_a_workbook_made_by_hand_is_read() -> None:
    assert [row.cells[0] for row in file_rows(workbook(sheet(UNIT), sheets=3))] == ["3014056287"]


def test_seventeen_kilobytes_of_packed_cells_do_not_become_a_gigabyte() -> None:
    packed = workbook(sheet("<c/>" * 4_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(packed) < 20_000
    assert code_of(packed) == "allocation.file_too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # kB; it was 1.3 GB


def test_a_hundred_sheets_that_are_one_part_are_not_read_a_hundred_times() -> None:
    assert code_of(workbook(sheet("<c/>" * 400_000), sheets=100)) == "allocation.file_too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_behind_a_long_comment_is_found(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * 9_000}--><!DOCTYPE a [<!ENTITY b "3014056287">]>'
    text += sheet('<c r="A1" t="inlineStr"><is><t>&b;</t></is></c>')
    content = workbook("")
    with zipfile.ZipFile(BytesIO(content)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = text.encode(encoding)
    again = BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in parts.items():
            archive.writestr(name, inside)
    assert code_of(again.getvalue()) == "allocation.file_damaged"


@pytest.mark.parametrize("typed", ["=1+cmd|' /C calc'!A0", "+1;2", "-1+2", "-2²", "@SUM(A1)", "=cmd", "\t=1"])
def test_a_formula_that_begins_with_a_digit_is_no_number_in_the_monthly_file(typed: str) -> None:
    assert _safe(typed) == f"'{typed}"


@pytest.mark.parametrize("plain", ["-19.916700", "-43,9", "-5", "Contagem", "0", ""])
def test_numbers_and_names_stay_as_they_are_in_the_monthly_file(plain: str) -> None:
    assert _safe(plain) == plain


@pytest.fixture
def rafael(db: None) -> User:
    publish_checklist()
    return make_technician()


def ready(user: User) -> AccessRequest:
    draft = make_draft(user)
    attach_everything(draft, user, a_filing(), timezone.localdate())
    return drafts.save_section(draft_id=draft.pk, section="unit", answers={"nickname": "Casa da Ana"})


def send(draft: AccessRequest, user: User, now: datetime) -> AccessRequest:
    """Send what was read from `draft`, as the page and the API do."""
    return filing.file_request(
        draft_id=draft.pk,
        filing=a_filing(),
        findings=(),
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=user.as_actor(),
        now=now,
        answers_read=draft.draft_answers,
    )


def test_answers_saved_after_the_reading_are_not_thrown_away_by_the_sending(rafael: User) -> None:
    read = ready(rafael)
    drafts.save_section(draft_id=read.pk, section="unit", answers={"nickname": "Outra casa"})
    with pytest.raises(Refused) as refused:
        send(read, rafael, timezone.now())
    assert refused.value.code == "answers_changed"
    kept = AccessRequest.objects.get(pk=read.pk)
    assert kept.is_draft
    assert kept.draft_answers["unit"] == {"nickname": "Outra casa"}


def test_the_same_answers_saved_again_by_a_second_click_do_not_stop_the_first(rafael: User) -> None:
    read = ready(rafael)
    drafts.save_section(draft_id=read.pk, section="unit", answers={"nickname": "Casa da Ana"})
    assert send(read, rafael, timezone.now()).filing_number


def test_a_file_taken_out_after_the_reading_stops_the_sending(rafael: User) -> None:
    read = ready(rafael)
    detach(access_request=read, document_code="identity", actor=rafael.as_actor())
    with pytest.raises(Refused) as refused:
        send(read, rafael, timezone.now())
    assert [found.code for found in refused.value.findings] == ["document.missing"]
    assert AccessRequest.objects.get(pk=read.pk).is_draft


def test_a_page_opened_before_the_sending_takes_no_file_out_after_it(rafael: User) -> None:
    seen_before = ready(rafael)
    sent = send(seen_before, rafael, timezone.now())
    with pytest.raises(Refused):
        detach(access_request=seen_before, document_code="identity", actor=rafael.as_actor())
    assert "identity" in current_attachments(sent)
