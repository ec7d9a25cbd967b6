"""What the whois server says, from the directory's database. The work is done beside the event loop, in a few
threads, each with a connection of its own."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from directory.lookup import asking, rdap
from directory.lookup.about import about
from directory.lookup.targets import NotATarget

from . import objects
from .server import Unavailable

logger = logging.getLogger(__name__)


class Threads:
    """Answers questions: `await threads(question)`. Raises server.Unavailable where the database fails."""

    def __init__(self, number: int) -> None:
        self._connections: list[BaseDatabaseWrapper] = []
        self._failing = False  # an outage is logged when it begins and when it ends, however many ask
        self._pool = ThreadPoolExecutor(number, "whois", initializer=self._register)

    async def __call__(self, question: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._answered, question)

    def close(self) -> None:
        """To be called outside the event loop, where no question is left."""
        self._pool.shutdown(cancel_futures=True)
        for connection in self._connections:
            connection.close()

    def _register(self) -> None:
        # A thread cannot close its connection when it ends, so `close` does, from another thread.
        connection = connections[DEFAULT_DB_ALIAS]
        connection.inc_thread_sharing()
        self._connections.append(connection)

    def _answered(self, question: str) -> str:
        try:
            with _renewed_connection():
                said = answer(question)
        except Error as error:
            if not self._failing:
                logger.error("The database does not answer: %s.", type(error).__name__)
            self._failing = True
            raise Unavailable from error
        if self._failing:
            logger.warning("The database answers again.")
        self._failing = False
        return said


def answer(question: str) -> str:
    """The whole text of an answer. Raises django.db.Error."""
    site = objects.Site(settings.SITE_NAME, settings.SITE_URL)
    if question.strip().casefold() in {"", "?", "help"}:
        return objects.remark(site, *objects.HELP)
    try:
        target = asking.read(question)
    except NotATarget as error:
        return objects.remark(site, str(error))
    teams = asking.teams_for(target, timezone.now())
    return objects.answer(site, target, teams, str(about(target).special or ""), rdap.record(target))


@contextmanager
def _renewed_connection() -> Iterator[None]:
    """As around a request: a connection that is too old or broken makes way for a new one."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
