"""Programs that do the same job the usual way, to be measured beside ours. Each is started as `python -m … PORT URL`."""
