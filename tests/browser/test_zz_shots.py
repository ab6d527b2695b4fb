import os

from tests.integration.filing_steps import *

OUT = "/tmp/house/g/shots"
os.makedirs(OUT, exist_ok=True)


def login(page, url, user):
    from django.conf import settings

    c = signed_in(user)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": c.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": url,
            }
        ]
    )


def test_shots(portal_url, page, phone):
    user = technician()
    d = filled_draft(user)
    e = create_draft(actor=user.as_actor())
    c = signed_in(user)
    c.post(
        f"/rascunhos/{d.public_id}/documentos",
        {"file_design_report": pdf("memorial.pdf"), "file_identity": pdf("rg.pdf")},
    )
    sent = filled_draft(user, unit={"nickname": "Padaria Trigo Bom"})
    send_documents(c, sent)
    r = c.post(
        f"/rascunhos/{sent.public_id}/conferir",
        {"declaration_d": "on", "declaration_f": "on", "is_acknowledged": "on"},
    )
    assert r.status_code == 302
    sent.refresh_from_db()
    login(page, portal_url, user)
    login(phone, portal_url, user)
    for n, p in {
        "painel": "/painel",
        "lista": "/solicitacoes",
        "nova": "/solicitacoes/nova",
        "rascunhos": "/rascunhos",
        "unidade0": f"/rascunhos/{e.public_id}/unidade",
        "unidade": f"/rascunhos/{d.public_id}/unidade",
        "geracao": f"/rascunhos/{d.public_id}/geracao",
        "creditos": f"/rascunhos/{d.public_id}/creditos",
        "titular": f"/rascunhos/{d.public_id}/titular",
        "documentos": f"/rascunhos/{d.public_id}/documentos",
        "conferir": f"/rascunhos/{d.public_id}/conferir",
        "recebida": r["Location"],
        "erro": f"/rascunhos/{e.public_id}/geracao",
    }.items():
        for w, pg in (("d", page), ("p", phone)):
            pg.goto(portal_url + p)
            if n == "erro":
                pg.click("text=Salvar e continuar")
            pg.screenshot(path=f"{OUT}/{n}-{w}.png", full_page=True)
            assert pg.evaluate("document.documentElement.scrollWidth<=innerWidth"), (n, w)
