"""What a secretary types, as values. Pure: the same text, day and names always read the same, in milliseconds.

    text ─ fold ─ dates, masks ─ tokens ─ counts ─┐
                                    projects ─────┴─ one Reading a project: tally, stop, trouble, money, progress, kind

The rule above all others: never a confident wrong number. What is unsure becomes a Doubt and the field stays None.
"""

from bots.reading.bare import number_in
from bots.reading.blockers import category
from bots.reading.names import Match, match_project
from bots.reading.reader import LONGEST, read

__all__ = ["LONGEST", "Match", "category", "match_project", "number_in", "read"]
