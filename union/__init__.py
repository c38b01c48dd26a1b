"""The domain of the everyday union services."""
