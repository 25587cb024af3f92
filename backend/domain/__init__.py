"""All that is true about key projects. Standard library only; no clock, no files, no chance.

Who is here, by noun:

- people: `people` · projects: `project`
- plans: `workdays`, `plan`, `network`, `backward`, `template`, `recorded`, `under_way`
- daily reports: `daily_report`, `investment`, `expectation` · visits: `visit` (photos too)
- standings: `standing`, `pro_rata` · problems: `problem`, `problem_number`
- publications: `snapshot` (frozen figures), `totals`, `digest`
- mailbox: `notice`, `letter` · job runs: `period`, `timetable`
- policy: `policy` · errors: `errors` · time: `moment`
"""
