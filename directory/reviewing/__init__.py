"""Review: what of a draft is looked at by a second person before it becomes public, who asked for it, and what came of
it. An operator publishes without it; a maintainer where nothing of the change needs it."""

from .deciding import NotDone, Wish, accept, ask, check_version, decline, publish, take_back
from .prospect import Prospect, prospect, voice
from .reasons import REASONS, Reason, reason_named
from .showing import Differences, differences

__all__ = [
    "REASONS",
    "Differences",
    "NotDone",
    "Prospect",
    "Reason",
    "Wish",
    "accept",
    "ask",
    "check_version",
    "decline",
    "differences",
    "prospect",
    "publish",
    "reason_named",
    "take_back",
    "voice",
]
