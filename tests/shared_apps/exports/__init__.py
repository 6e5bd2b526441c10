"""Tests of lists to take away."""
