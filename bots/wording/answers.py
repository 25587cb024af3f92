"""What the bot answers, prompt by prompt."""

from typing import assert_never

from bots import prompts
from bots.message import Outgoing
from bots.prompts import Prompt
from bots.wording import people, queries, questions, schedule, site, talk
from bots.wording.fitting import fitted
from bots.wording.problems import done, listed
from bots.wording.refusals import refusal
from bots.wording.report import filed, filed_several
from reports import phrases


def answer(prompt: Prompt) -> Outgoing:
    return fitted(_worded(prompt))


def _worded(prompt: Prompt) -> Outgoing:
    match prompt:
        case prompts.NotBound():
            return Outgoing(
                f"您还没有绑定身份。请向{prompt.office}要绑定码，收到后发“绑定 码”，例如：绑定 K7MP2QRS"
            )
        case prompts.Welcome():
            return people.welcome(prompt)
        case prompts.Greeting():
            return people.greeting(prompt)
        case prompts.Help():
            return Outgoing(talk.help_for(prompt.roles))
        case prompts.Refusal():
            about = f"{phrases.clipped(prompt.about, 30)}：" if prompt.about else ""
            return Outgoing(about + refusal(prompt))
        case prompts.NotUnderstood():
            said = f"日报这样发：{talk.EXAMPLE}。" if prompt.reports else "发“帮助”看怎么说。"
            return Outgoing(f"这句没看懂，没有记录。{said}", (talk.HELP,))
        case prompts.Noted():
            return Outgoing("好的。")
        case prompts.NothingOpen():
            return Outgoing("现在没有等您确认的事。")
        case prompts.TooLate():
            return Outgoing("这个选项已经过时，没有记录。请把要说的重新发一次。")
        case prompts.LeftOut():
            return Outgoing(questions.left_out(prompt))
        case prompts.Unsupported():
            return Outgoing(talk.unsupported(prompt.kind))
        case prompts.Filed():
            return filed(prompt)
        case prompts.FiledSeveral():
            return filed_several(prompt)
        case prompts.NothingToCopy():
            return Outgoing(
                f"{phrases.names(prompt.projects, 5)}前7天没有报过，没有可以照抄的，请发一句今天的情况。"
            )
        case prompts.AllReported():
            return Outgoing("今天的日报都已经报过了。要改就发“更正 …”。")
        case prompts.WhichProject():
            return questions.which_project(prompt)
        case prompts.WhichValue():
            return questions.which_value(prompt)
        case prompts.SureAboutInvestment():
            return questions.sure(prompt)
        case prompts.WhatToCorrect():
            return Outgoing(questions.what_to_correct(prompt))
        case prompts.WhatToReport():
            return Outgoing(questions.what_to_report(prompt))
        case prompts.WhatIsSaid():
            return Outgoing(questions.what_is_said(prompt))
        case prompts.HowTo():
            return Outgoing(talk.HOW_TO.get(prompt.what, talk.HOW_TO["report"]))
        case prompts.Dropped():
            return Outgoing("好的，照片不归到项目。" if prompt.what == "photo" else "好的，没有记录。")
        case prompts.Undone():
            return Outgoing(site.undone(prompt))
        case prompts.CheckedIn():
            return Outgoing(site.checked_in(prompt))
        case prompts.PhotoKept():
            return Outgoing(site.photo(prompt))
        case prompts.WhoIsMissing():
            return Outgoing(queries.missing(prompt))
        case prompts.Mine():
            return Outgoing(queries.mine(prompt))
        case prompts.Owed():
            return Outgoing(queries.owed(prompt))
        case prompts.ProgressCard():
            return Outgoing(queries.progress(prompt))
        case prompts.ScheduleCard():
            return schedule.card(prompt)
        case prompts.DaysLeft():
            return Outgoing(schedule.days_left(prompt))
        case prompts.Unplanned():
            return Outgoing(schedule.unplanned(prompt))
        case prompts.CriticalLine():
            return Outgoing(schedule.critical(prompt))
        case prompts.ProblemImpact():
            return Outgoing(schedule.impact(prompt))
        case prompts.Problems():
            return Outgoing(listed(prompt))
        case prompts.ProblemDone():
            return done(prompt)
        case prompts.LeaveTaken():
            return Outgoing(people.leave(prompt))
        case prompts.MilestoneDone():
            return Outgoing(site.milestone(prompt))
        case prompts.WhichMilestone():
            return questions.which_milestone(prompt)
        case _:
            assert_never(prompt)
