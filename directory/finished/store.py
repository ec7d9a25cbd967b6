"""Finished pages of one edition, in bounded memory: those that are asked for again and again stay."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock

from directory.edition import Edition

from .page import Page

NEWCOMERS = 4  # one in so many bytes is for pages that were asked for once


class Rack:
    """Two queues. A page enters the first; when its turn to leave comes, it goes on to the second if it was asked
    for meanwhile, and out if not. At the end of the second it stays for another turn if it was asked for.

    So somebody who asks for every page there could be turns over the first queue only; and to find a page takes
    no lock, for it leaves nothing behind but a mark on the page.
    """

    def __init__(self, edition: Edition | None, most_bytes: int) -> None:
        self.edition = edition
        self._most = most_bytes
        self._pages: dict[Hashable, Page] = {}
        self._new: dict[Hashable, None] = {}
        self._proven: dict[Hashable, None] = {}
        self._weight = self._weight_of_new = 0
        self._lock = Lock()

    def find(self, key: Hashable) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            page.asked_again = True
        return page

    def put(self, key: Hashable, page: Page) -> None:
        """Keeps a page, unless another thread has put it here already."""
        with self._lock:
            if key in self._pages:
                return
            page.weighed = page.weight
            self._pages[key], self._new[key] = page, None
            self._weight += page.weighed
            self._weight_of_new += page.weighed
            self._make_room()

    def weigh_again(self, key: Hashable, page: Page) -> None:
        """Counts what a page has gained since it was put here."""
        with self._lock:
            if self._pages.get(key) is not page:
                return
            gained, page.weighed = page.weight - page.weighed, page.weight
            self._weight += gained
            self._weight_of_new += gained if key in self._new else 0
            self._make_room()

    @property
    def weight(self) -> int:
        return self._weight

    def __len__(self) -> int:
        return len(self._pages)

    def _make_room(self) -> None:
        while self._weight > self._most:
            if not self._proven or self._weight_of_new > self._most // NEWCOMERS:
                self._end_of_new()
            else:
                self._end_of_proven()

    def _end_of_new(self) -> None:
        key = next(iter(self._new))
        page = self._pages[key]
        del self._new[key]
        self._weight_of_new -= page.weighed
        self._stay_or_leave(key, page)

    def _end_of_proven(self) -> None:
        key = next(iter(self._proven))
        del self._proven[key]
        self._stay_or_leave(key, self._pages[key])

    def _stay_or_leave(self, key: Hashable, page: Page) -> None:
        if page.asked_again:
            page.asked_again = False
            self._proven[key] = None
        else:
            del self._pages[key]
            self._weight -= page.weighed


class Store:
    """The rack of the edition that is current; with another edition comes an empty one."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._rack = Rack(None, most_bytes)

    def at(self, edition: Edition) -> Rack:
        rack = self._rack
        if rack.edition != edition:
            # Two threads may each put up one; whoever holds the other fills it for nobody, and no page is wrong.
            rack = self._rack = Rack(edition, self._most)
        return rack
