"""How long a test waits for what should come, in seconds, before it fails.

A machine that does ten other things is no failure: only what never comes is waited for so long.
"""

WAIT = 40.0
ACK = 20.0
"""For an acknowledgement, which Slack itself waits 3 seconds for. What must come in time is tested
with a desk that gives no answer by itself at all."""
