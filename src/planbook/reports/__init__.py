"""From a notebook to a page that people share: parameters, runs, batches, pages."""
