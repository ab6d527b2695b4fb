"""The portal's settings as tests see them: nothing of the caller's environment, nothing outside a temporary folder."""

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("PORTAL_")]:
    del os.environ[_name]
_FOLDER = tempfile.mkdtemp(prefix="portal-gd-test-")
os.makedirs(f"{_FOLDER}/static")  # noqa: PTH103  # WhiteNoise warns without it
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

os.environ |= {
    "PORTAL_MODE": "test",
    "PORTAL_SECRET_KEY": "only-for-tests-" + "x" * 40,
    # The database fixtures point the connection at a real place; a test that uses none cannot reach one.
    "PORTAL_DATABASE_URL": "postgresql://postgres@/no-database-fixture?host=/nonexistent",
    "PORTAL_BROKER_URL": f"filesystem://{_FOLDER}/broker",
    "PORTAL_PUBLIC_URL": "http://127.0.0.1:8000",
    "PORTAL_ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    "PORTAL_MEDIA_ROOT": f"{_FOLDER}/media",
    "PORTAL_STATIC_ROOT": f"{_FOLDER}/static",
}

from portal.settings import *  # noqa: E402,F403  (the environment has to stand first)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
