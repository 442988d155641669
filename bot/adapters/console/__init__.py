"""The terminal: the smallest adapter, and the worked example of one."""
