"""The e-commerce marketing planner's workbook."""

__version__ = "0.5.0"
