"""Forms of citizens and of officers."""
