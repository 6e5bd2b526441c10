"""The desk's pages about people, divisions, positions, roles and acting orders."""
