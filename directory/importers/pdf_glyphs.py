"""The glyphs of a PDF page, in the order in which the page paints them.

A content stream says where each string goes, not what is a word or a line (ISO 32000-2, 9.4). This module
runs the operators that place text and gives every glyph its place; `pdf_layout` makes lines of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from .limits import MAX_FORM_DEPTH, MAX_FORMS
from .pdf_fonts import FAULTS, Typeface, spelled_out

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

FILL_THEN_STROKE = 2


@dataclass(slots=True)
class Glyph:
    """One painted glyph: its text, from `x0` to `x1` on the baseline `y`, in points, y upwards.

    `turn` is the direction of writing in whole degrees, 0 for upright text. `span` numbers the marked
    content that the glyph stands in: paragraphs and cells of a tagged page differ in it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    turn: int
    span: int = 0


@dataclass(slots=True)
class TextState:
    """The part of the graphics state that text depends on (ISO 32000-2, 9.3)."""

    ctm: Matrix = IDENTITY
    face: Typeface | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Mark:
    """A marked-content sequence: furniture by the page's own word, or with its text spelled out."""

    furniture: bool = False
    actual: str | None = None
    first: int = 0


def times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def numbers(operands: Sequence[Any], count: int) -> tuple[float, ...] | None:
    """The last `count` operands as numbers, or None where they are not."""
    values = operands[-count:]
    if len(values) < count or not all(isinstance(value, int | float) for value in values):
        return None
    return tuple(float(value) for value in values)


@dataclass(slots=True)
class Painter:
    """Runs a page's operators; `glyphs` is what was painted, `furniture` what the page marks as such."""

    page: PageObject
    glyphs: list[Glyph] = field(default_factory=list)
    furniture: list[Glyph] = field(default_factory=list)
    state: TextState = field(default_factory=TextState)
    stack: list[TextState] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    tm: Matrix = IDENTITY
    line: Matrix = IDENTITY
    faces: dict[int, Typeface | None] = field(default_factory=dict)
    forms: int = 0
    spans: int = 0

    def paint(self) -> None:
        self.state.ctm = upright(self.page)
        contents = self.page.get("/Contents")
        if contents is not None:
            content = ContentStream(contents.get_object(), self.page.pdf, "bytes")
            self.run(content, self.page.get("/Resources", DictionaryObject()).get_object(), 0)

    def run(self, content: ContentStream, resources: DictionaryObject, depth: int) -> None:
        for operands, operator in content.operations:
            if operator == b"Do":
                self.form(operands, resources, depth)
            elif operator == b"Tf":
                self.choose_font(operands, resources)
            elif operator in (b"BDC", b"BMC"):
                self.begin_mark(operands, resources)
            else:
                act = ACTIONS.get(operator)
                if act is not None:
                    act(self, operands)

    # what is painted inside something else

    def form(self, operands: Sequence[Any], resources: DictionaryObject, depth: int) -> None:
        """A form XObject: a page within the page (8.10)."""
        forms = resources.get("/XObject", DictionaryObject()).get_object()
        form = forms.get(operands[0]) if operands else None
        form = form.get_object() if form is not None else None
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            return
        if depth >= MAX_FORM_DEPTH or self.forms >= MAX_FORMS:
            return
        self.forms += 1
        outside, height = replace(self.state), len(self.stack)
        matrix = numbers(form.get("/Matrix", ArrayObject()).get_object(), 6)
        if matrix is not None:
            self.state.ctm = times((*matrix[:4], *matrix[4:]), self.state.ctm)  # type: ignore[arg-type]
        inner = form.get("/Resources", resources).get_object()
        self.run(ContentStream(form, self.page.pdf, "bytes"), inner, depth + 1)
        self.state = outside
        del self.stack[height:]

    def begin_mark(self, operands: Sequence[Any], resources: DictionaryObject) -> None:
        tag = operands[0] if operands else None
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, str):
            named = resources.get("/Properties", DictionaryObject()).get_object()
            properties = named.get(properties)
            properties = properties.get_object() if properties is not None else None
        if not isinstance(properties, Mapping):
            properties = {}
        if "/MCID" in properties:
            self.spans += 1
        actual = properties.get("/ActualText")
        if isinstance(actual, bytes):
            actual = spelled_out(actual)
        self.marks.append(
            Mark(
                furniture=tag == "/Artifact" and properties.get("/Type") == "/Pagination",
                actual=actual if isinstance(actual, str) else None,
                first=len(self.glyphs),
            )
        )

    def end_mark(self, operands: Sequence[Any]) -> None:
        if not self.marks:
            return
        mark = self.marks.pop()
        span = self.glyphs[mark.first :]
        if mark.actual is not None and span:
            span[0].text = mark.actual
            span[0].x1 = max(glyph.x1 for glyph in span if abs(glyph.y - span[0].y) < span[0].size)
            del self.glyphs[mark.first + 1 :]

    # state

    def choose_font(self, operands: Sequence[Any], resources: DictionaryObject) -> None:
        if len(operands) < 2 or not isinstance(operands[1], int | float):
            return
        fonts = resources.get("/Font", DictionaryObject()).get_object()
        resource = fonts.get(operands[0])
        resource = resource.get_object() if resource is not None else DictionaryObject()
        if id(resource) not in self.faces:
            try:
                self.faces[id(resource)] = Typeface.of(resource)
            except FAULTS:
                self.faces[id(resource)] = None
        self.state.face = self.faces[id(resource)]
        self.state.size = float(operands[1])

    def save(self, operands: Sequence[Any]) -> None:
        self.stack.append(replace(self.state))

    def restore(self, operands: Sequence[Any]) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def transform(self, operands: Sequence[Any]) -> None:
        matrix = numbers(operands, 6)
        if matrix is not None:
            self.state.ctm = times(matrix, self.state.ctm)  # type: ignore[arg-type]

    def begin_text(self, operands: Sequence[Any]) -> None:
        self.tm = self.line = IDENTITY

    def set_matrix(self, operands: Sequence[Any]) -> None:
        matrix = numbers(operands, 6)
        if matrix is not None:
            self.tm = self.line = matrix  # type: ignore[assignment]

    def move(self, operands: Sequence[Any]) -> None:
        step = numbers(operands, 2)
        if step is not None:
            self.line = times((1.0, 0.0, 0.0, 1.0, *step), self.line)  # type: ignore[arg-type]
            self.tm = self.line

    def move_and_lead(self, operands: Sequence[Any]) -> None:
        step = numbers(operands, 2)
        if step is not None:
            self.state.leading = -step[1]
            self.move(operands)

    def next_line(self, operands: Sequence[Any]) -> None:
        self.move((0.0, -self.state.leading))

    def set_number(self, name: str, operands: Sequence[Any], scale: float = 1.0) -> None:
        value = numbers(operands, 1)
        if value is not None:
            setattr(self.state, name, value[0] * scale)

    def set_mode(self, operands: Sequence[Any]) -> None:
        value = numbers(operands, 1)
        if value is not None:
            self.state.mode = int(value[0])

    # text

    def show(self, operands: Sequence[Any]) -> None:
        if operands:
            self.text(operands[-1])

    def show_spaced(self, operands: Sequence[Any]) -> None:
        if not operands or not isinstance(operands[0], ArrayObject):
            return
        state = self.state
        for part in operands[0]:
            if isinstance(part, int | float):
                self.advance(-float(part) / 1000 * state.size * state.stretch)
            else:
                self.text(part)

    def show_on_next_line(self, operands: Sequence[Any]) -> None:
        self.next_line(())
        self.show(operands)

    def show_on_next_line_spaced(self, operands: Sequence[Any]) -> None:
        if len(operands) >= 3:
            self.set_number("word_space", operands[:1])
            self.set_number("letter_space", operands[1:2])
            self.show_on_next_line(operands[2:])

    def text(self, value: Any) -> None:
        """Paint one string: every glyph at the pen, the pen moved on (9.4.4)."""
        state = self.state
        data = getattr(value, "original_bytes", value)
        if state.face is None or not isinstance(data, bytes):
            return
        glyphs = self.furniture if any(mark.furniture for mark in self.marks) else self.glyphs
        bold = state.face.bold or state.mode == FILL_THEN_STROKE
        a, b, c, d, x, y = times(self.tm, state.ctm)
        y += state.rise * d
        size = abs(state.size) * math.hypot(c, d)
        turn = round(math.degrees(math.atan2(b, a))) % 360
        scale, stretch = math.hypot(a, b), state.stretch
        moved = 0.0
        for text, width, space in state.face.spell(data):
            pen = x + moved * a
            reach = width * state.size * stretch * scale
            glyphs.append(Glyph(text, pen, pen + reach, y + moved * b, size, bold, turn, self.spans))
            moved += (
                width * state.size + state.letter_space + (state.word_space if space else 0.0)
            ) * stretch
        self.advance(moved)

    def advance(self, distance: float) -> None:
        a, b, c, d, e, f = self.tm
        self.tm = (a, b, c, d, e + distance * a, f + distance * b)


def upright(page: PageObject) -> Matrix:
    """The matrix that puts the page's lower left corner, as it is looked at, at the origin."""
    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    width, height = float(box.width), float(box.height)
    shift: Matrix = (1.0, 0.0, 0.0, 1.0, -left, -bottom)
    turns: dict[int, Matrix] = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, width),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, 1.0, -1.0, 0.0, height, 0.0),
    }
    turn = turns.get(page.rotation % 360)
    return times(shift, turn) if turn is not None else shift


def extent(page: PageObject) -> tuple[float, float]:
    """Width and height of the page as it is looked at, never nothing."""
    width, height = abs(float(page.cropbox.width)) or 1.0, abs(float(page.cropbox.height)) or 1.0
    return (height, width) if page.rotation % 180 else (width, height)


ACTIONS = {
    b"EMC": Painter.end_mark,
    b"q": Painter.save,
    b"Q": Painter.restore,
    b"cm": Painter.transform,
    b"BT": Painter.begin_text,
    b"Tm": Painter.set_matrix,
    b"Td": Painter.move,
    b"TD": Painter.move_and_lead,
    b"T*": Painter.next_line,
    b"Tc": lambda painter, operands: painter.set_number("letter_space", operands),
    b"Tw": lambda painter, operands: painter.set_number("word_space", operands),
    b"Tz": lambda painter, operands: painter.set_number("stretch", operands, 0.01),
    b"TL": lambda painter, operands: painter.set_number("leading", operands),
    b"Ts": lambda painter, operands: painter.set_number("rise", operands),
    b"Tr": Painter.set_mode,
    b"Tj": Painter.show,
    b"TJ": Painter.show_spaced,
    b"'": Painter.show_on_next_line,
    b'"': Painter.show_on_next_line_spaced,
}
