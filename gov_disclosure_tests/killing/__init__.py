"""Kills: processes ended by SIGKILL at random moments of a run, and what lies in the warehouse afterwards.

    python -m gov_disclosure_tests.killing --kills 1000

Belongs here: the documents, the kinds of kills, and the judgement of the files. A reader must find every file whole after
each kill, and a run over what was left must come to the bytes of a run that nobody has disturbed.
"""
