"""The map of the world: which countries it knows, and which of them are links."""

import gzip
import json
import re
import runpy
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from directory.figures import worldmap
from directory.figures.worldmap import WORLD, World, shade, shade_bounds, world_map
from directory.vocabularies import COUNTRIES

SCRIPT = Path(__file__).parent.parent.parent / "bin" / "world-map"
UNINHABITED = {"AQ", "BV"}


def drawn(counts: dict[str, int], **options) -> str:
    said = {
        "label": "Map",
        "address": lambda code: f"/teams/?type=csirt&country={code}",
        "title": lambda code, count: f"{COUNTRIES.name_of(code)}: {count}",
    }
    return world_map(counts, **(said | options))


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def links(svg: str) -> list[ET.Element]:
    return parsed(svg).findall("a")


def test_every_country_of_the_map_is_one_of_ours():
    assert {*WORLD.shapes, *WORLD.dots} <= set(COUNTRIES)


def test_every_inhabited_country_has_a_place_on_the_map():
    assert set(COUNTRIES) - {*WORLD.shapes, *WORLD.dots} == UNINHABITED


def test_small_countries_are_dots():
    assert {"MT", "SG", "BH", "LI", "LU", "GI", "RE"} <= set(WORLD.dots)
    assert not {"FR", "BE", "JP"} & set(WORLD.dots)


def corners(path: str) -> list[tuple[int, int]]:
    """The absolute places of a path of relative moves and lines."""
    found, start = [], (0, 0)
    for ring in re.findall(r"m([^z]*)z", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", ring)]
        x, y = start
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
        start = found[-len(numbers) // 2]
    return found


@pytest.mark.parametrize("code", WORLD.shapes)
def test_an_outline_lies_inside_the_map(code):
    places = corners(WORLD.shapes[code])
    assert len(places) >= 3
    assert all(0 <= x <= WORLD.width and 0 <= y <= WORLD.height for x, y in places)


def test_countries_lie_where_they_are():
    places = {code: corners(path) for code, path in WORLD.shapes.items()}
    east = {code: sum(x for x, _ in found) / len(found) for code, found in places.items()}
    south = {code: sum(y for _, y in found) / len(found) for code, found in places.items()}
    assert east["US"] < east["BR"] < east["FR"] < east["PL"] < east["IN"] < east["JP"] < east["NZ"]
    assert south["NO"] < south["FR"] < south["DZ"] < south["CD"] < south["ZA"]


def test_neighbours_share_their_border():
    assert len(set(corners(WORLD.shapes["FR"])) & set(corners(WORLD.shapes["ES"]))) > 2


def test_only_countries_with_teams_are_links():
    svg = drawn({"NO": 3, "MT": 1, "SE": 0})
    assert [link.find("title").text for link in links(svg)] == ["Norway: 3", "Malta: 1"]
    assert "Sweden: 0" in [title.text for title in parsed(svg).findall("g/path/title")]


def test_links_stand_in_the_order_of_names_and_dots_lie_on_top():
    svg = drawn({"ZA": 1, "LU": 1, "AX": 1, "EG": 1})
    names = [link.find("title").text for link in links(svg)]
    assert names == ["Egypt: 1", "South Africa: 1", "Åland Islands: 1", "Luxembourg: 1"]


def test_a_link_keeps_what_was_asked_besides():
    assert links(drawn({"NO": 3}))[0].get("href") == "/teams/?type=csirt&country=NO"


def test_a_code_that_the_map_does_not_know_is_left_out():
    assert links(drawn({"ZZ": 3, "": 2, "AQ": 1})) == []


def test_titles_and_addresses_are_escaped():
    svg = drawn({"NO": 1}, title=lambda *_: "<script>&\"'", address=lambda _: '/"><script>', label='"<b>')
    assert "<script" not in svg
    assert links(svg)[0].find("title").text == "<script>&\"'"
    assert parsed(svg).get("aria-label") == '"<b>'


def test_the_map_carries_no_style_of_its_own():
    assert "style" not in drawn(dict.fromkeys(COUNTRIES, 2))


def test_the_map_is_light():
    svg = drawn(dict.fromkeys(list(COUNTRIES)[::4], 7)).encode()
    assert len(svg) < 45_000
    assert len(gzip.compress(svg)) < 18_000


@pytest.mark.parametrize(
    ("most", "bounds"),
    [
        (0, (1, 2, 5, 10, 20)),
        (3, (1, 2, 5, 10, 20)),
        (49, (1, 2, 5, 10, 20)),
        (1000, (1, 5, 20, 50, 200)),
        (8000, (1, 5, 50, 200, 1000)),
    ],
)
def test_shades_follow_the_fullest_country(most, bounds):
    assert shade_bounds(most) == bounds


def test_bounds_rise_for_every_size_of_a_directory():
    for most in (*range(300), 10**4, 10**5, 10**6):
        bounds = shade_bounds(most)
        assert bounds[0] == 1
        assert sorted(set(bounds)) == list(bounds)


@pytest.mark.parametrize(
    ("count", "which"), [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (19, 4), (20, 5), (999, 5)]
)
def test_a_number_of_teams_has_its_shade(count, which):
    assert shade(count, worldmap.USUAL) == which


def test_an_empty_world_can_be_drawn():
    world = World(10, 5, {}, {}, "")
    assert links(drawn({"NO": 1}, world=world)) == []


# The script that makes the shapes -------------------------------------------------------------------

script = runpy.run_path(str(SCRIPT))


def test_the_file_says_where_it_comes_from():
    data = json.loads(Path(worldmap.__file__).with_name("world.json").read_text(encoding="utf-8"))
    assert data["version"] == "2.0.2"
    assert "Natural Earth" in data["source"]
    assert "public domain" in data["licence"]


def test_a_ring_over_the_edge_of_the_map_is_cut_in_two():
    edge = script["CENTRE"] - 180
    ring = [(edge - 2, 10.0), (edge + 3, 10.0), (edge + 3, 12.0), (edge - 2, 12.0)]
    found = list(script["pieces"](ring))
    assert len(found) == 2
    spans = sorted((min(x for x, _ in piece), max(x for x, _ in piece)) for piece in found)
    assert spans == [(edge, edge + 3), (edge + 358, edge + 360)]


def test_a_line_over_the_antimeridian_does_not_jump():
    assert script["unwrapped"]([(179.0, 1.0), (-179.0, 2.0), (179.5, 3.0)]) == [
        (179.0, 1.0),
        (181.0, 2.0),
        (179.5, 3.0),
    ]


def test_areas_on_the_map_are_as_on_the_globe():
    """Equal Earth: a square degree at 60 degrees north is half of one at the equator."""
    area_of, project = script["area_of"], script["project"]

    def square(north: float) -> float:
        corner = [(20, north), (21, north), (21, north + 1), (20, north + 1)]
        return area_of([project(*point) for point in corner])

    assert square(59.5) / square(-0.5) == pytest.approx(0.5, abs=0.01)


def test_a_simplified_line_keeps_its_ends_and_its_great_corners():
    line = [(0.0, 0.0), (5.0, 0.01), (10.0, 0.0), (10.0, 10.0)]
    assert script["simplified"](line, 1.0) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
    assert script["simplified"](line, 0) == line
