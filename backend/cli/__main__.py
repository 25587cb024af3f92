"""`python -m backend.cli` is `steward`."""

from backend.cli import main

main()
