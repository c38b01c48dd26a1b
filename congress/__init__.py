"""The domain of the congress: plain values in, frozen dataclasses out. Knows no Flask, no Redis, no WeChat."""
