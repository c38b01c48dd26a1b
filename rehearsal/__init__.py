"""The rehearsal: the whole demo congress played through the stand-in against the running product."""
