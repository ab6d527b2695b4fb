"""What the web server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# Only now are the applications loaded. A server that starts before its tables exist fails here, and says so.
from django.db import connections  # noqa: E402  after the applications

from eligibility.services.amendments import load_amendments  # noqa: E402  after the applications

load_amendments()
# The server forks after this file was read: no child may share the connection.
connections.close_all()
