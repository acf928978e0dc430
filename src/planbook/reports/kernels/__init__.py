"""Where a notebook's cells run: in a process of their own, warm or plain, with the same outputs and the same truth.

A *warm* process is forked from a parent that has imported everything (`workers`, `warm`); a *plain* one is a Jupyter
kernel spoken to by papermill's own client (`plain`, `client`), for systems that cannot fork and for widgets.
"""
