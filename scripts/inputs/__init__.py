"""Workbooks that people fill in by hand, made from the schema."""
