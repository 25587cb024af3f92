"""Everything that can be refused, as one tree.

    Refused
    ├── NotFound        nothing there, or outside the asker's scope: the two are not told apart
    ├── NotAllowed      the asker may see it but not do it
    ├── Invalid         the input itself is wrong; `facts["field"]` names it
    ├── Conflict        the thing has moved on since the asker last looked
    ├── Overdue         it had to be done before a date that has passed
    └── Unavailable     the database is locked, full or gone: nothing was stored, the same call may go through later

An error has a `code` (stable, lower_snake, what wording and HTTP look up) and `facts` (what a sentence
about it needs). No HTTP and no words live here: `backend.api.errors` and `bots.wording` have those.
"""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A deed that did not happen, with the reason as a code and the facts behind it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, Any] = facts


class NotFound(Refused):
    pass


class NotAllowed(Refused):
    pass


class Invalid(Refused):
    pass


class Conflict(Refused):
    pass


class Overdue(Refused):
    pass


class Unavailable(Refused):
    pass
