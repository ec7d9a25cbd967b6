"""What the directory knows of a person: told to them (subject access), found wherever it stands, and erased."""

from .erasing import Erasure, erase
from .exporting import kept_about
from .person import Person, Unknown, account_of, person
from .place import Place

__all__ = ["Erasure", "Person", "Place", "Unknown", "account_of", "erase", "kept_about", "person"]
