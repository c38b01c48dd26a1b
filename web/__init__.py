"""The HTTP faces: the webhook, the pages inside WeChat, health, errors."""
