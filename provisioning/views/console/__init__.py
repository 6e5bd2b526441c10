"""The console of the operator's staff."""
