"""Complaints as programs send and receive them."""
