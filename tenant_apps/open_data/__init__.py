"""What the LGO publishes about its cases: open data, and Open311 for other systems. No tables of its own."""
