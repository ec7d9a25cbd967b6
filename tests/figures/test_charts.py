"""Charts are well-formed, escape what they are given, and draw what they say."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from directory.figures import charts
from directory.figures.charts import Bar, Part

STYLE = Path(__file__).parent.parent.parent / "static" / "css" / "figures.css"
EVIL = "<script>alert(1)</script>&\"'"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in parsed(svg).iter("text")]


def widths(svg: str, tone: str) -> list[float]:
    rects = (rect for rect in parsed(svg).iter("rect") if rect.get("class") == tone)
    return [float(rect.get("width", "").rstrip("%")) for rect in rects if "%" in rect.get("width", "")]


CHARTS = {
    "bars": lambda label: charts.bars("x", label, label, [Bar(label, 3), Bar(label, 1, 1)]),
    "whole": lambda label: charts.whole("x", label, label, [Part(label, 3, "ok"), Part(label, 1, "bad")]),
    "line": lambda label: charts.line("x", label, label, [(label, 0), (label, 7)]),
    "no bars": lambda label: charts.bars("x", label, label, []),
    "no parts": lambda label: charts.whole("x", label, label, []),
    "no points": lambda label: charts.line("x", label, label, []),
    "one point": lambda label: charts.line("x", label, label, [(label, 4)]),
    "nothing counted": lambda label: charts.bars("x", label, label, [Bar(label, 0)]),
    "nothing of nothing": lambda label: charts.whole("x", label, label, [Part(label, 0, "ok")]),
    "never anybody": lambda label: charts.line("x", label, label, [(label, 0), (label, 0)]),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_an_image_with_a_title_and_a_description(kind):
    root = parsed(CHARTS[kind]("Kinds"))
    assert root.get("role") == "img"
    assert root.find(f"title[@id='{root.get('aria-labelledby')}']").text == "Kinds"
    assert root.find(f"desc[@id='{root.get('aria-describedby')}']").text == "Kinds"


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_escapes_what_it_is_given_and_has_no_style_of_its_own(kind):
    svg = CHARTS[kind](EVIL)
    assert "<script" not in svg
    assert "style=" not in svg
    assert parsed(svg).find("title").text == EVIL


@pytest.mark.parametrize("kind", CHARTS)
def test_every_class_of_a_chart_is_coloured_by_the_style_sheet(kind):
    sheet = STYLE.read_text(encoding="utf-8")
    used = {name for part in parsed(CHARTS[kind]("Kinds")).iter() for name in part.get("class", "").split()}
    assert {name for name in used if f".{name} " not in sheet} <= {"d0"}


def test_bars_are_as_long_as_their_numbers():
    svg = charts.bars("x", "", "", [Bar("CSIRT", 8), Bar("PSIRT", 2), Bar("SOC", 0)])
    assert widths(svg, "amount d0") == [100, 25, 0]
    assert texts(svg) == ["CSIRT", "8", "PSIRT", "2", "SOC", "0"]


def test_a_bar_inside_another_is_indented_and_keeps_its_scale():
    svg = charts.bars("x", "", "", [Bar("All", 10), Bar("Part", 10, 1)])
    assert widths(svg, "amount d1") == widths(svg, "track")[1:] == [100 - charts.INDENT]


def test_a_long_label_is_broken_so_that_it_fits_a_telephone():
    label = "Manufacture, production and distribution of chemicals"
    lines = texts(charts.bars("x", "", "", [Bar(label, 3)]))[:-1]
    assert " ".join(lines) == label
    assert max(map(len, lines)) <= charts.COLUMNS


def test_the_parts_of_a_whole_fill_it_and_say_their_shares():
    svg = charts.whole(
        "x", "", "", [Part("Valid", 3, "ok"), Part("Expired", 1, "bad"), Part("None", 0, "soft")]
    )
    assert widths(svg, "ok") + widths(svg, "bad") + widths(svg, "soft") == [75, 25, 0]
    assert texts(svg) == ["3 · 75 %", "Valid", "1 · 25 %", "Expired", "0 · 0 %", "None"]


@pytest.mark.parametrize(
    ("value", "total", "said"),
    [(0, 0, ""), (0, 9, " · 0 %"), (1, 900, " · < 1 %"), (1, 3, " · 33 %"), (9, 9, " · 100 %")],
)
def test_a_share_is_said_in_whole_per_cent(value, total, said):
    assert charts.share(value, total) == said


def test_a_line_rises_with_its_numbers_and_says_the_first_day_the_last_and_the_last_number():
    svg = charts.line("x", "", "", [("June", 0), ("July", 5), ("August", 10)])
    line = next(path.get("d") for path in parsed(svg).iter("path") if path.get("class") == "line")
    across, down = zip(
        *(map(float, pair.split()) for pair in re.findall(r"[\d.]+ [\d.]+", line)), strict=True
    )
    assert across == (0, 50, 100)
    assert down[0] == 100
    assert down[0] - down[1] == pytest.approx(down[1] - down[2], abs=0.1)
    assert [text for text in texts(svg) if not text.isdigit()] == ["June", "August"]
    assert texts(svg)[-3] == "10"


@pytest.mark.parametrize(
    ("most", "said"), [(1, ["1"]), (4, ["1", "2", "3", "4"]), (11, ["5", "10"]), (362, ["100", "200", "300"])]
)
def test_the_grid_says_round_numbers(most, said):
    svg = charts.line("x", "", "", [("June", 0), ("July", most)])
    assert texts(svg)[: len(said)] == said
    assert len([line for line in parsed(svg).iter("line") if line.get("class") == "grid"]) == len(said)
