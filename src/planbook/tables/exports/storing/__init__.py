"""Rows go into the shop's store, in months and in one step."""
