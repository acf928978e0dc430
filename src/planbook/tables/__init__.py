"""What the data is: schemas, the store, and the checks on them."""
