"""Measurements that anyone can repeat: ``python -m bench.importer`` and ``python -m bench.parser``.

Each prints a page, or a section of one, for docs/; nothing in the project depends on this package.
"""
