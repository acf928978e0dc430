"""The races of ``scripts/benchmark.py``: what runs against what (`single`, `packs`, `overhead`), and how (`turns`)."""
