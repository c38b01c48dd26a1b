"""The platform's calls by family: each a class for wechat.client.Client to inherit, on top of wechat.caller.Caller."""
