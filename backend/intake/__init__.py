"""Files from outside become domain values, or complaints that name row, column and reason."""
