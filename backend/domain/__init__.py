"""All that is true about key projects. Standard library only; no clock, no files, no chance.

Who is here, by noun:

- people: `people` · projects: `project`
- plans, what they are: `plan`, `flaw`, `template`, `recorded`, `known`, `promise`, `baseline`, `comparison`, `alteration`
- plans, when: `backward` (the door to `passes/`), `chains`, `diagnosis`, `under_way`
- plans, what to do: `compression`, `measure`, `critical_chain`, `trial` · `impact` · `look_ahead`
- plans, how they go: `progress_line`, `earned`, `investment_curve` · `delay`, `delay_ledger`, `plan_history`
- calendars: `workdays`, `calendars`, `site_calendar`, `holiday_notice`, `calendar_diff`
- daily reports: `daily_report`, `investment`, `expectation` · visits: `visit` (photos too)
- standings: `standing`, `pro_rata` · problems: `problem`, `problem_number`, `problem_price`, `step_proposal`
- publications: `snapshot` (frozen figures), `totals`, `digest`
- mailbox: `notice`, `letter` · job runs: `period`, `timetable`
- policy: `policy` · errors: `errors` · time: `moment`
"""
