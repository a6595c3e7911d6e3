"""Measurements: how fast documents are read, how the cost grows, what registering costs, and what damage does to what is read.

    make bench                              # speed, length and registration
    make bench-registration DOCUMENTS=100000
    make bench-damage                       # damage
    python -m bench speed length registration damage --quick

Belongs here: measuring, on documents of the generator. Does not belong here: anything that passes or fails; that is what
tests are for. The package is not shipped.
"""
