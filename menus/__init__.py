"""The account's menu: the tree as YAML, its keys, and publishing it."""
