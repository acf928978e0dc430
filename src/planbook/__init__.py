"""The e-commerce marketing planner's workbook."""

__version__ = "0.4.0"
