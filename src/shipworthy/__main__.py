"""Start: the report worker's hidden argument first, because it must load neither window nor terminal; else the app."""

import sys

_INTERRUPTED = 130  # as shells have it: 128 and the number of Ctrl+C's signal


def main() -> int:
    """Run Shipworthy with the process's own arguments and return the exit code."""
    try:
        return _run()
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run() -> int:
    # Imported here and not above: each of the two must not pay for the other at start-up.
    if sys.argv[1:2] == ["--report-worker"]:
        from shipworthy.reports.worker import serve

        serve(charts="--charts" in sys.argv[2:])
        return 0
    from shipworthy.app import run, tell_bug

    sys.excepthook = tell_bug
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
