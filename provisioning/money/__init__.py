"""Finance of the operator: what its pages under /console/money/ are made of."""
