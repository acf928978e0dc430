"""Cells become fields, and fields become rows of our tables."""
