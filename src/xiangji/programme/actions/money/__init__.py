"""Everything that changes a row of the money."""
