"""Pictures of the whole warehouse for the pages of the UI: what is there, what is missing, how it goes, what does not add up.

Each has the same numbers beside it as tables, and says in words what it shows. They are made from what was counted while the
tables were written (`analysis/overview.py`).
"""
