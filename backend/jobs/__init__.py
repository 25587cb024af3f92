"""Time as a visitor: a timetable, the runner that does each period once, and what wakes it.

A job is a question ("what is due and not yet done?"), never an alarm that must be heard.
"""
