"""The payment provider for the operator's finance: its messages, disputes and payouts."""
