"""Fuzzing: documents nobody would write, and what must hold of every one of them.

    make fuzz                                                  # all targets in turn; see `Makefile` for MINUTES and RUNS
    python -m gov_disclosure_tests.fuzz report --minutes 10    # one of them
    python -m gov_disclosure_tests.fuzz report --input FILE    # one input again, without the fuzzer

Rooms: `seeds` are the documents to begin with and the words of the forms; `mutation` and `packages` damage them so that
most of the damage gets past the outermost reader; `lengths` makes texts of one thing over and over; `oracle` says what
must hold; `targets` names the ways in; `clock` bounds the work by the length of the input; `engine` runs atheris over one
target; `campaign` runs them all. The tests put the same promises to a few hundred inputs and need no fuzzer.
"""
