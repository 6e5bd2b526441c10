"""The LGO's pages of money."""
