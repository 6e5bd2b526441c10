"""What every programming interface of an LGO shares: tokens, limits, idempotency, pages, problems."""
