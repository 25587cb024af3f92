"""All that is true about key projects. Standard library only; no clock, no files, no chance.

Who is here, by noun:

- people: `people` · projects: `project` · plans: `workdays`, `plan`, `backward`
- daily reports: `daily_report`, `investment`, `expectation` · visits: `visit` (photos too) · standings: `standing`
- problems: `problem` · publications: `snapshot` (frozen figures), `digest`
- mailbox: `notice` · job runs: `period` · policy: `policy` · errors: `errors` · time: `moment`
"""
