"""temp"""
from contextlib import suppress
import pytest, schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from django.core.wsgi import get_wsgi_application
from eligibility.api.endpoints import PerAddress
application = get_wsgi_application()
def whole(environ, start_response):
    r = application(environ, start_response)
    try: return [b"".join(r)]
    finally: r.close()
def test_it(committing_db, monkeypatch):
    monkeypatch.setattr(PerAddress, "rate", "1000000/min", raising=False)
    st, bad = {}, []
    def call(case):
        r = case.call(); st[r.status_code] = st.get(r.status_code, 0) + 1
        if r.status_code >= 500: bad.append(str(case.body)[:500])
    doc = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", whole)
    for f in doc.get_all_operations():
        op = f.ok()
        if "eligibility/check" not in op.path: continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            run = given(case=op.as_strategy(generation_mode=mode))(call)
            with suppress(Unsatisfiable):
                settings(max_examples=300, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))(run)()
    print(st, bad[:3])
    assert not bad
