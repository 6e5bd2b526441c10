"""Pages of the operator's finance, under /console/money/."""
