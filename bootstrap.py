"""Makes the virtual environment, then hands over to the program that was asked for.

Only the standard library, and no syntax newer than Python 3.6, so that an old Python can complain in words.
"""

import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed")  # the digests of the requirements that are in place
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
CACHES = (
    ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis",
    "tests/conformance/node_modules",
)  # fmt: skip
PR_SET_PDEATHSIG = 1
MOST_PROCESSES = 4  # of the test-suite: each starts whole products, which are processes of their own

CHECKS = ("ruff format --check .", "ruff check .", "mypy", "pytest tests/test_house.py")


class Trouble(Exception):
    """Why it can't go on, in one line that says what to do."""


def main(arguments: "list[str]") -> int:
    """Do what was asked; trouble is one line and exit code 1."""
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "eval": evaluate,
        "rehearse": rehearse,
        "clean": clean,
    }
    if not arguments or arguments[0] not in commands:
        print(f"usage: python bootstrap.py {'|'.join(sorted(commands))} [...]", file=sys.stderr)
        return 2
    try:
        if os.name != "posix":
            raise Trouble("This runs on Linux and macOS. On Windows use WSL (https://learn.microsoft.com/windows/wsl).")
        if sys.version_info < OLDEST:
            raise Trouble(
                f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: 3.11 or newer is needed. "
                f"Name one: make {arguments[0]} PYTHON=/path/to/python3.12"
            )
        os.chdir(ROOT)
        return commands[arguments[0]](arguments[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from here.", file=sys.stderr)
        return 130


def run(arguments: "list[str]") -> int:
    """Everything in the foreground."""
    install(RUNTIME)
    end_with_make()
    return become("supervisor.py", *arguments)


def test(arguments: "list[str]") -> int:
    """The test-suite, a process a core; each file's tests stay together, since they share what the file started, and
    files come in the order of tests/conftest.py."""
    install(DEVELOPMENT)
    processes = str(min(os.cpu_count() or 1, MOST_PROCESSES))
    return become("-m", "pytest", "-n", processes, "--dist", "loadfile", "--no-loadscope-reorder", *arguments)


def check(arguments: "list[str]") -> int:
    """Every check, also after one failed; exit code 1 if any did."""
    install(DEVELOPMENT)
    failed = []
    for command in CHECKS:
        print(f"--- {command}", flush=True)
        if subprocess.call([PYTHON, "-m", *command.split()]):
            failed.append(command)
    print("failed: " + "; ".join(failed) if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def bench(arguments: "list[str]") -> int:
    """Speed, as ratios to a plain app."""
    install(RUNTIME)
    return become("-m", "bench.run", *arguments)


def rehearse(arguments: "list[str]") -> int:
    """The demo congress played against the product."""
    install(RUNTIME)
    return become("server.py", "rehearse", *arguments)


def evaluate(arguments: "list[str]") -> int:
    """The share of questions files that is answered right; the project's own when none is named."""
    install(RUNTIME)
    return become("server.py", "eval", *filter(None, arguments))


def clean(arguments: "list[str]") -> int:
    """Remove what can be made again. data/ holds the congress and stays."""
    for name in CACHES:
        shutil.rmtree(os.path.join(ROOT, name), ignore_errors=True)
    for folder, folders, _ in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in (".git", "data", "node_modules")]
        if "__pycache__" in folders:
            folders.remove("__pycache__")
            shutil.rmtree(os.path.join(folder, "__pycache__"), ignore_errors=True)
    return 0


def install(requirements: str) -> None:
    """Put the pinned requirements into .venv, unless they are there. Trouble: what is missing and how to get it."""
    import fcntl

    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # make run and make test, started together, install one after the other
        if is_installed(requirements):
            return
        try:
            if not works():
                create()
            pip_install(requirements)
            with open(STAMP, "w") as stamp:
                stamp.writelines(f"{name} {digest(name)}\n" for name in covered(requirements))
        except OSError as error:
            raise Trouble(f"Can't write {VENV} ({error.strerror}): is the checkout writable?") from None


def covered(requirements: str) -> "tuple[str, ...]":
    """The development requirements hold the runtime's."""
    return (RUNTIME, DEVELOPMENT) if requirements == DEVELOPMENT else (RUNTIME,)


def digest(requirements: str) -> str:
    """Of what the environment depends on: the files and this checkout's place, which scripts in .venv have inside."""
    content = hashlib.sha256(ROOT.encode())
    for name in covered(requirements):
        with open(os.path.join(ROOT, name), "rb") as file:
            content.update(file.read())
    return content.hexdigest()


def is_installed(requirements: str) -> bool:
    """Whether an install of exactly these requirements came to its end."""
    try:
        with open(STAMP) as stamp:
            return f"{requirements} {digest(requirements)}" in stamp.read().splitlines() and os.path.exists(PYTHON)
    except OSError:
        return False


def works() -> bool:
    """Whether .venv holds a Python that is new enough and has pip: not so when its making was interrupted."""
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST!r})"
    try:
        return subprocess.call([PYTHON, "-c", question], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def create() -> None:
    """A new virtual environment. Trouble when this Python came without the parts for it."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise Trouble(
            f"Python {version} came without its module {error.name}. On Debian and Ubuntu: apt install "
            f"python{version}-venv; elsewhere install its venv package, or name another Python: "
            "make PYTHON=/path/to/python3.12 run"
        ) from None
    print(f"Making .venv with Python {version} ({sys.executable})", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if made.returncode:
        last = made.stdout.decode(errors="replace").strip().splitlines() or ["no message"]
        raise Trouble(f"Could not make a virtual environment in {VENV}: {last[-1]}")


def pip_install(requirements: str) -> None:
    """Run pip and show how far it is. Trouble when it fails, after its own last lines."""
    if os.path.exists(STAMP):
        os.remove(STAMP)
    print(f"Installing {requirements} into .venv (a minute or so, only this once)", flush=True)
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", requirements]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines, seen = [], 0
    for raw in pip.stdout or ():
        line = raw.decode(errors="replace").rstrip()
        lines.append(line)
        if line.startswith("Collecting "):
            seen += 1
            show(f"  {seen:3d}  {line.split()[1]}")
        elif line.startswith("Installing collected packages"):
            show(f"  unpacking {line.count(',') + 1} packages ...")
    show("")
    if pip.wait():
        print("\n".join(lines[-12:]), file=sys.stderr)
        raise Trouble(f"pip could not install {requirements} (see above): is the package registry reachable?")


def show(line: str) -> None:
    """Progress: one line that changes in a terminal, plain lines elsewhere."""
    if sys.stdout.isatty():
        sys.stdout.write("\r\x1b[K" + line)
    elif line:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def end_with_make() -> None:
    """Ask the kernel to stop us when make is killed, so that nothing is left running without it (Linux only)."""
    if sys.platform.startswith("linux"):
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def become(*arguments: str) -> int:
    """Replace this process by the environment's Python."""
    sys.stdout.flush()
    os.execv(PYTHON, [PYTHON, *arguments])  # noqa: S606


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
