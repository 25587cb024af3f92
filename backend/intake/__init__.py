"""Files and tables from outside into domain values, or every complaint at once."""
