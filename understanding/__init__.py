"""From text to what was asked: values in, values out. Knows no WeChat, no Flask, no database."""
