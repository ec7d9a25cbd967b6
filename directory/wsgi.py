"""The WSGI application that the server runs: Django, the lobby before it, and the finished pages before both."""

import os

from django.core.wsgi import get_wsgi_application

from directory.finished.layer import FinishedPages
from directory.lobby import Lobby

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")

application = FinishedPages(Lobby(get_wsgi_application()))
