"""The WSGI application that the server runs: Django, and the lobby before it."""

import os

from django.core.wsgi import get_wsgi_application

from directory.lobby import Lobby

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")

application = Lobby(get_wsgi_application())
