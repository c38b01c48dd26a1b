"""What the account is told, and what comes back."""
