"""Notifications and customer-service messages: templates, grants, windows."""
