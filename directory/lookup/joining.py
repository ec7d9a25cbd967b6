"""One program out of several modules, as a text that people can read before they run it.

Every module becomes a chapter, word for word, without its imports: those of the standard library stand once, at the
top, and those of another chapter are needless in one namespace. That holds only while no two chapters use one name
for two things, so `clashes` is asked first. Knows neither Django nor a database.
"""

import ast
import builtins
import symtable
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

WIDTH = 110


class NotJoinable(ValueError):
    """Why the modules do not make one program, as a sentence."""


@dataclass(slots=True)
class Chapter:
    """A module taken apart. `taken` maps what it imports from the standard library to the module and name that it
    is, `referred` names the chapters that it speaks of as modules (`keys.of_asn`), `defined` is what it makes."""

    name: str
    about: str = ""
    body: str = ""
    defined: frozenset[str] = frozenset()
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    referred: set[str] = field(default_factory=set)


def joined(sources: Mapping[str, str], *, oldest: tuple[int, int], after_doc: str, ending: str) -> str:
    """The modules as one program, in their order: `sources` are their texts by name, and the last one has `main`.

    The last one's docstring is the program's, with `after_doc` below it; `ending` are comments for the end of the
    file, and `oldest` is the version of Python that it asks for. Raises NotJoinable.
    """
    chapters = _chapters(sources)
    problems = list(_clashes(chapters))
    if problems:
        raise NotJoinable(" ".join(problems))
    *others, last = chapters
    return "\n".join(
        [
            "#!/usr/bin/env python3",
            f'"""{last.about}\n\n{after_doc}\n"""',
            "",
            *_guard(oldest),
            "",
            *_imports(chapters),
            "",
            *_aliases(chapters),
            *(_chapter(chapter, chapter.about) for chapter in others),
            _chapter(last, "The command line."),
            'if __name__ == "__main__":',
            "    sys.exit(main())",
            "",
            *(f"# {line}".rstrip() for line in ending.splitlines()),
            "",
        ]
    )


def clashes(sources: Mapping[str, str]) -> list[str]:
    """A sentence for each name that would mean two things in one program. Raises NotJoinable."""
    return list(_clashes(_chapters(sources)))


# Taking apart --------------------------------------------------------------------------------------


def _chapters(sources: Mapping[str, str]) -> list[Chapter]:
    chapters: dict[str, Chapter] = {}
    for name, source in sources.items():
        chapters[name] = _read(name, source, chapters)
    return list(chapters.values())


def _read(name: str, source: str, before: Mapping[str, Chapter]) -> Chapter:
    chapter = Chapter(name)
    tree = ast.parse(source)
    lines = source.splitlines()
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in imports:
            raise NotJoinable(f"{name} imports within something, in line {node.lineno}.")
    gone: list[ast.stmt] = [*imports]
    if ast.get_docstring(tree) is not None:
        chapter.about = ast.get_docstring(tree) or ""
        gone.append(tree.body[0])
    for node in imports:
        _take(chapter, node, before)
    for statement in gone:
        for number in range(statement.lineno, (statement.end_lineno or statement.lineno) + 1):
            lines[number - 1] = ""
    chapter.body = "\n".join(lines).strip()
    chapter.defined = frozenset(
        symbol.get_name()
        for symbol in symtable.symtable(source, name, "exec").get_symbols()
        if symbol.is_assigned() and not symbol.is_imported()
    )
    return chapter


def _take(chapter: Chapter, node: ast.Import | ast.ImportFrom, before: Mapping[str, Chapter]) -> None:
    """Notes what an import names. Raises NotJoinable for what one namespace cannot give."""
    where = f"{chapter.name}, line {node.lineno}"
    if isinstance(node, ast.ImportFrom) and node.level:
        if node.level > 1 or any(alias.asname for alias in node.names):
            raise NotJoinable(f"{where}: names of other chapters stay as they are.")
        for alias in node.names:
            if node.module is None and alias.name in before:
                chapter.referred.add(alias.name)
            elif alias.name not in getattr(before.get(node.module or ""), "defined", ()):
                raise NotJoinable(f"{where}: {alias.name} is in no chapter before it.")
        return
    for alias in node.names:
        module, name = (
            (node.module or "", alias.name) if isinstance(node, ast.ImportFrom) else (alias.name, "")
        )
        if module.partition(".")[0] not in sys.stdlib_module_names - {"__future__"}:
            raise NotJoinable(f"{where}: {module} is not of the standard library.")
        chapter.taken[alias.asname or alias.name] = (module, name)


def _clashes(chapters: list[Chapter]) -> Iterator[str]:
    meanings: dict[str, str] = {name: "Python itself" for name in dir(builtins) if not name.startswith("__")}
    for chapter in chapters:
        for name in sorted(chapter.referred):
            meanings[name] = f"the chapter {name}"
    taken: dict[str, tuple[str, str]] = {}
    for chapter in chapters:
        for name, source in sorted(chapter.taken.items()):
            if taken.setdefault(name, source) != source or name in meanings:
                yield f"{name}, imported by {chapter.name}, is something else elsewhere."
    for chapter in chapters:
        for name in sorted(chapter.defined):
            other = "an import" if name in taken else meanings.get(name)
            if other:
                yield f"{name} of {chapter.name} is taken by {other}."
            meanings[name] = f"the chapter {chapter.name}"


# Putting together ----------------------------------------------------------------------------------


def _guard(oldest: tuple[int, int]) -> Iterator[str]:
    """Comes before all else, so that an older Python says what it lacks in a sentence."""
    version = ".".join(map(str, oldest))
    yield "import sys"
    yield ""
    yield f"if sys.version_info < {oldest}:"
    yield f'    sys.stderr.write("This program needs Python {version} or newer; this is " + sys.version.split()[0] + ".\\n")'
    yield "    sys.exit(2)"


def _imports(chapters: list[Chapter]) -> Iterator[str]:
    taken = {name: source for chapter in chapters for name, source in chapter.taken.items()}
    whole = {(module, spoken) for spoken, (module, name) in taken.items() if not name}
    for module, spoken in sorted(whole - {("sys", "sys")}):
        yield f"import {module}" if spoken == module else f"import {module} as {spoken}"
    for module in sorted({module for module, name in taken.values() if name}):
        names = sorted(
            name if name == spoken else f"{name} as {spoken}"
            for spoken, (origin, name) in taken.items()
            if origin == module and name
        )
        line = f"from {module} import {', '.join(names)}"
        wrapped = ["from " + module + " import (", *(f"    {name}," for name in names), ")"]
        yield from [line] if len(line) <= WIDTH else wrapped


def _aliases(chapters: list[Chapter]) -> Iterator[str]:
    referred = sorted({name for chapter in chapters for name in chapter.referred})
    if referred:
        yield f"# All chapters stand in this one module, so what one of them calls {referred[0]}.x is x of this module."
        yield from (f"{name} = sys.modules[__name__]" for name in referred)
        yield ""


def _chapter(chapter: Chapter, about: str) -> str:
    rule = "# " + "=" * (WIDTH - 2)
    heading = [rule, f"# {chapter.name}", "#", *(f"# {line}".rstrip() for line in about.splitlines()), rule]
    return "\n".join(["", *heading, "", chapter.body, "", ""])
