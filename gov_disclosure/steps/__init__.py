"""The work of each asset without Dagster: streams over partitions, bounded chunks, tasks for the workers.

Belongs here: in which pieces the lower floors are called, so that memory does not grow with the corpus and every way of
launching writes the same bytes. Does not belong here: what a row means (`frames/`, `quality/`) and anything of Dagster.
"""
