"""Paper: plain figures in, `Document(name, kind, content)` out. No query, no clock; the same figures, the same bytes.

- board: `board.board`
- briefing: `briefing_compose.compose` says it, `briefing_docx`, `briefing_pdf`, `briefing_xlsx` draw it
- pictures: `route_map` (a project's way: SVG, PNG, PDF, text), `board_picture` (all projects: PNG, text)
- shared: `phrases` (Chinese names and figures), `table`, `charts` and `drawing` (SVG), `fonts`
- one home a library: openpyxl in `sheet` and `sheet_chart`, python-docx in `briefing_docx` and `briefing_styles`,
  typst in `typesetting` and `fonts`
"""
