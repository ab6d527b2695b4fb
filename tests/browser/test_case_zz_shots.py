from django.utils import timezone
from datetime import timedelta
from portal.outbox.tasks import deliver_due
from requests_app.domain.lifecycle import State
from requests_app.models import Opinion
from tests.browser.test_case_pages import *
from tests.case_steps import *
OUT="/tmp/house/t/shots"
def test_shots(portal_url, page, phone, monkeypatch):
    publish_checklist()
    now = timezone.now() - timedelta(days=6)
    t = make_technician(); an = make_analyst()
    p = filed_request(t, at=now); send_pendings(p, an, now+timedelta(days=2), failing=3)
    c = as_user(t)
    c.post(address(p,"/pendencias"), {"item3-answer":"O endereço está certo: a rua mudou de nome."})
    a = filed_request(t, at=now); approve(a, an, now+timedelta(days=4))
    d = filed_request(t, at=now); deny(d, an, now+timedelta(days=4))
    deliver_due()
    come_in(page, portal_url, t); come_in(phone, portal_url, t)
    code = Opinion.objects.get(access_request=a).verification_code
    for n, u in {"resumo":address(p),"pend":address(p,"/pendencias"),"item":address(p,"/pendencias/1"),"devolver":address(p,"/devolver"),"prazo":address(p,"/prazo"),"hist":address(p,"/historico"),"docs":address(p,"/documentos"),"parecer":address(a,"/parecer"),"negado":address(d,"/parecer"),"retirar":address(p,"/retirar"),"v":f"/v/{code}","nao":"/v/abc","lista":"/documentos-necessarios","prazos":"/prazos","acompanhar":"/acompanhar"}.items():
        for w, pg in (("d",page),("p",phone)):
            pg.goto(portal_url+u); pg.screenshot(path=f"{OUT}/{n}-{w}.png", full_page=True)
