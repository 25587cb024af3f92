"""Rows. SQLAlchemy lives here and nowhere else.

`engine` opens a database, `tables` says what it holds, `unit` is one transaction with one repository a noun,
`schema` moves it to the newest shape. Repositories take and return domain values; they decide nothing.
"""
