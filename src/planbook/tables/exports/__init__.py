"""Platform exports: what a platform gives to the shop becomes tables of the store."""
