"""Tests of audit rows."""
