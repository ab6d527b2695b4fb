# One image for every process of the portal: web, worker, beat and migrate (`python -m stack <process>`).
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 XDG_CACHE_HOME=/tmp

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 libglib2.0-0 \
        libmagic1 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /srv/portal --shell /usr/sbin/nologin portal

WORKDIR /srv/portal/app
COPY requirements/bootstrap.txt requirements/base.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/bootstrap.txt \
    && uv pip install --system --no-cache --require-hashes --compile-bytecode -r requirements/base.txt

COPY . .
# Values that only let the settings load: nothing of them is read by collectstatic or kept in the image.
RUN PORTAL_MODE=demo PORTAL_SECRET_KEY=only-while-the-image-is-being-built-0000 \
    PORTAL_DATABASE_URL=postgresql://nobody@/none?host=/nonexistent PORTAL_BROKER_URL=redis://127.0.0.1:1 \
    python -m stack static

USER portal
EXPOSE 8000
ENV PORTAL_BIND=0.0.0.0:8000
CMD ["python", "-m", "stack", "web"]
