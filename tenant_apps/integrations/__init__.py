"""Word of what happens to other systems: signed webhooks with retries and a log."""
