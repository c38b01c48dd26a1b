"""Becomes the program named on its command line, bound to die when the process that started it dies.

Run as a script, not imported: `launch.py PARENT PROGRAM ARGUMENT...`. Linux keeps the request over exec, so that even a
`kill -9` of the supervisor leaves nothing behind. (A preexec_fn would do the same, but is not safe beside threads.)
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Ask the kernel for SIGKILL at the parent's death, then exec. OSError when the program can't be run."""
    parent, *command = arguments
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died before the kernel knew of our wish
        raise SystemExit(1)
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
