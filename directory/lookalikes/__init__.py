"""Teams whose names can be taken for one another's: the same when case, accents and width are left out, or alike to the
eye (UTS 39). Nothing is forbidden by it: a person looks."""

from .matches import Match, marks, matches
from .skeleton import skeleton, skeletons

__all__ = ["Match", "marks", "matches", "skeleton", "skeletons"]
