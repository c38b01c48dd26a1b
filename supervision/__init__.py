"""Starting the product's processes and keeping them up: used by supervisor.py alone."""
