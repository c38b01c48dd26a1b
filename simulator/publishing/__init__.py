"""Media, articles, and messages to everyone."""
