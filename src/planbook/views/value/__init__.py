"""What makes us different: standings, verdicts, the proposition and the first page."""
