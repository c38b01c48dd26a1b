"""The stand-in for the WeChat platform, for development and rehearsal: it reaches the product over HTTP alone."""
