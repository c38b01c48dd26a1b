"""Becomes the program named on its command line, bound to die when the process that started it dies.

Run as a script: `launch.py PARENT PROGRAM ARGUMENT...`. Linux keeps the request over exec, so that even a
`kill -9` of the supervisor leaves nothing behind. (A preexec_fn would do the same, but is not safe beside threads.)
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask the kernel for SIGKILL when the process that started this one dies. Only Linux can; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main(arguments: list[str]) -> None:
    """Bind this process to its parent, then become the program. OSError when it can't be run."""
    parent, *command = arguments
    die_with_parent()
    if os.getppid() != int(parent):  # it died before the kernel knew of our wish
        raise SystemExit(1)
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
