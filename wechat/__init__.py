"""The platform edge: everything that knows how WeChat behaves, nothing that knows a congress."""
