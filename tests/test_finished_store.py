"""The store of finished pages: never heavier than it may be, and what is asked for again stays."""

import random
from threading import Thread

from directory.finished.page import APPURTENANCES, Form, Page
from directory.finished.store import Rack
from tests.finished import ETAG


def page(size=1000):
    return Page(Form([("Content-Type", "text/plain")], ETAG, b"." * size), None)


WEIGHT = page().weight


def test_the_rack_is_never_heavier_than_it_may_be():
    rack, chance = Rack("first", 50 * WEIGHT), random.Random(1)
    for n in range(2_000):
        rack.put(n, page(chance.randrange(4_000)))
        rack.find(chance.randrange(n + 1))
        assert rack.weight <= 50 * WEIGHT
    assert len(rack) > 20
    assert rack.weight == sum(page.weight for page in rack._pages.values())


def test_who_asks_for_every_page_there_could_be_drives_out_none_that_others_ask_for():
    rack = Rack("first", 40 * WEIGHT)
    hot = [f"team {n}" for n in range(20)]
    for n in range(10_000):
        rack.put(f"random {n}", page())
        if n % 10 == 0:
            for key in hot:
                if rack.find(key) is None:
                    rack.put(key, page())
    assert all(rack.find(key) for key in hot)


def test_a_page_that_nobody_asks_for_any_more_leaves_in_the_end():
    rack = Rack("first", 20 * WEIGHT)
    rack.put("old", page())
    for n in range(500):
        if n < 100:
            rack.find("old")
        rack.put(n, page())
        rack.find(n)
    assert rack.find("old") is None


def test_what_a_page_gains_is_counted_and_what_has_left_is_not():
    rack, zipped = Rack("first", 3 * WEIGHT), page(3_000)
    rack.put("a", zipped)
    zipped.compress()
    rack.weigh_again("a", zipped)
    assert APPURTENANCES + 3_000 < rack.weight == zipped.weight
    rack.put("a", page())
    assert rack.find("a") is zipped
    left = page()
    left.compress()
    rack.weigh_again("b", left)
    assert rack.weight == zipped.weight


def test_threads_leave_the_rack_in_order():
    rack = Rack("first", 30 * WEIGHT)

    def visit(seed):
        chance = random.Random(seed)
        for _ in range(3_000):
            key = chance.randrange(100)
            found = rack.find(key)
            if found is None:
                rack.put(key, page(chance.randrange(2_000)))
            elif found.zipped is None:
                found.compress()
                rack.weigh_again(key, found)

    threads = [Thread(target=visit, args=[seed]) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(rack._pages) == {*rack._new, *rack._proven}
    assert set(rack._new).isdisjoint(rack._proven)
    assert rack.weight == sum(page.weighed for page in rack._pages.values()) <= 30 * WEIGHT
