"""The program of the console: how its process begins and ends.

Belongs here: what concerns the process as a whole. Does not belong here: commands (`cli.py` and the modules beside it).
"""

import signal

from gov_disclosure.cli import main


def start() -> None:
    """Run the command line. Whoever ends it lets it end well: TERM, and a terminal that is closed, are taken for Ctrl-C.

    Dagster takes TERM for itself while a step runs, and a closed terminal is told to it as that. What nohup ignores stays ignored.
    """
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    main()
