"""Everything the bot may ask or answer that is not a notice, as facts. `bots.wording` has the sentences."""

from bots.prompts.people import Greeting, LeaveTaken, NotBound, Welcome
from bots.prompts.problems import ProblemDone, ProblemLine, Problems
from bots.prompts.queries import Mine, MineLine, MissingLine, Owed, OwedLine, ProgressCard, WhoIsMissing
from bots.prompts.questions import (
    SureAboutInvestment,
    WhatIsSaid,
    WhatToCorrect,
    WhatToReport,
    WhichMilestone,
    WhichProject,
    WhichValue,
)
from bots.prompts.schedule import (
    CriticalLine,
    DaysLeft,
    DecidingLine,
    NodeLine,
    ProblemImpact,
    ScheduleCard,
    Unplanned,
)
from bots.prompts.site import (
    AllReported,
    CheckedIn,
    Filed,
    FiledInvestment,
    FiledSeveral,
    MilestoneDone,
    NothingToCopy,
    PhotoKept,
    RaisedHere,
    Undone,
)
from bots.prompts.talk import (
    Dropped,
    Help,
    HowTo,
    LeftOut,
    Noted,
    NothingOpen,
    NotUnderstood,
    Refusal,
    TooLate,
    Unsupported,
)

Prompt = (
    NotBound
    | Welcome
    | Greeting
    | Help
    | Refusal
    | NotUnderstood
    | Noted
    | NothingOpen
    | TooLate
    | LeftOut
    | Unsupported
    | Filed
    | FiledSeveral
    | NothingToCopy
    | AllReported
    | WhichProject
    | WhichValue
    | SureAboutInvestment
    | WhatToCorrect
    | WhatToReport
    | WhatIsSaid
    | HowTo
    | Dropped
    | Undone
    | CheckedIn
    | PhotoKept
    | WhoIsMissing
    | Mine
    | Owed
    | ProgressCard
    | ScheduleCard
    | DaysLeft
    | Unplanned
    | CriticalLine
    | ProblemImpact
    | Problems
    | ProblemDone
    | LeaveTaken
    | MilestoneDone
    | WhichMilestone
)

__all__ = [
    "AllReported",
    "CheckedIn",
    "CriticalLine",
    "DaysLeft",
    "DecidingLine",
    "Dropped",
    "Filed",
    "FiledInvestment",
    "FiledSeveral",
    "Greeting",
    "Help",
    "HowTo",
    "LeaveTaken",
    "LeftOut",
    "MilestoneDone",
    "Mine",
    "MineLine",
    "MissingLine",
    "NodeLine",
    "NotBound",
    "NotUnderstood",
    "Noted",
    "NothingOpen",
    "NothingToCopy",
    "Owed",
    "OwedLine",
    "PhotoKept",
    "ProblemDone",
    "ProblemImpact",
    "ProblemLine",
    "Problems",
    "ProgressCard",
    "Prompt",
    "RaisedHere",
    "Refusal",
    "ScheduleCard",
    "SureAboutInvestment",
    "TooLate",
    "Undone",
    "Unplanned",
    "Unsupported",
    "Welcome",
    "WhatIsSaid",
    "WhatToCorrect",
    "WhatToReport",
    "WhichMilestone",
    "WhichProject",
    "WhichValue",
    "WhoIsMissing",
]
