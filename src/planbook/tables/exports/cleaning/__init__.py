"""What a cell says, as SQL: numbers, times, bounds, provinces, people as hashes."""
