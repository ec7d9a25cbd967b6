"""A map of the world as SVG for a page, each country in the shade of its number of teams.

The shapes come from `world.json`, which `bin/world-map` makes of Natural Earth (public domain). Knows neither
Django nor a database; colours are the business of `static/css/figures.css`.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from directory.rfc2350.folding import fold

SHADES = 5
USUAL = (1, 2, 5, 10, 20)  # the least number of teams of each shade
MARGIN = 8  # room for dots at the edge of the land, in units of the map


@dataclass(frozen=True, slots=True)
class World:
    """Outlines by ISO 3166-1 alpha-2 code, as the data of SVG paths, in a box of width by height.

    `dots` are the places of countries that are too small to point at; most of them have no outline. `nobody` is the
    outline of land that has no code.
    """

    width: int
    height: int
    shapes: Mapping[str, str]
    dots: Mapping[str, tuple[int, int]]
    nobody: str


def _read() -> World:
    data = json.loads(Path(__file__).with_name("world.json").read_text(encoding="utf-8"))
    dots = {code: (x, y) for code, (x, y) in data["dots"].items()}
    return World(data["width"], data["height"], data["shapes"], dots, data["nobody"])


WORLD = _read()


def shade_bounds(most: int) -> tuple[int, ...]:
    """The least number of teams of each shade, where the fullest country has `most`: 1, 2, 5, 10 and 20, and in a
    larger directory five round numbers (1, 2 or 5 and noughts) that stand in even proportion."""
    if most < 50:
        return USUAL
    return tuple(_round(most ** (n / SHADES)) for n in range(SHADES))


def _round(number: float) -> int:
    """The nearest of 1, 2, 5, 10, 20, 50 …, by proportion."""
    power = 10 ** math.floor(math.log10(number))
    steps = (power, 2 * power, 5 * power, 10 * power)
    return min(steps, key=lambda step: abs(math.log(step / number)))


def shade(count: int, bounds: tuple[int, ...]) -> int:
    """Which shade, from 1; 0 where there is no team."""
    return sum(count >= least for least in bounds)


def world_map(
    counts: Mapping[str, int],
    *,
    label: str,
    address: Callable[[str], str],
    title: Callable[[str, int], str],
    world: World = WORLD,
) -> str:
    """The map as an `<svg>` element that stands inside HTML.

    `counts` says how many teams a country has, by its code; a code that the map does not know is left out.
    `address(code)` is where a country with teams leads to, `title(code, count)` what is said of it, and `label` names
    the whole. Countries without teams are no links, so that the keyboard stops only where there is something.
    """
    bounds = shade_bounds(max(counts.values(), default=0))
    listed = {code: count for code, count in counts.items() if count}
    empty = [
        f'<path d="{path}"><title>{escape(title(code, 0))}</title></path>'
        for code, path in world.shapes.items()
        if code not in listed
    ]
    links = [
        f'<a class="s{shade(count, bounds)}" href="{escape(address(code))}">'
        f"<title>{escape(title(code, count))}</title>{_outline(code, world)}</a>"
        for code, count in sorted(listed.items(), key=lambda item: _place(item[0], title, world))
        if code in world.shapes or code in world.dots
    ]
    box = f"{-MARGIN} {-MARGIN} {world.width + 2 * MARGIN} {world.height + 2 * MARGIN}"
    return (
        f'<svg class="world" viewBox="{box}" role="group" aria-label="{escape(label)}">'
        f'<g class="s0"><path d="{world.nobody}"/>{"".join(empty)}</g>{"".join(links)}</svg>'
    )


def _place(code: str, title: Callable[[str, int], str], world: World) -> tuple[bool, str]:
    """By name, dots on top of what lies under them."""
    return code in world.dots, fold(title(code, 0))


def _outline(code: str, world: World) -> str:
    shape = f'<path d="{world.shapes[code]}"/>' if code in world.shapes else ""
    if code not in world.dots:
        return shape
    x, y = world.dots[code]
    return f'{shape}<circle cx="{x}" cy="{y}" r="4"/>'
