"""Measurements: how fast documents are read, how the cost grows, where it arises, what a whole country costs from raw files
to Parquet, and what damage does to what is read.

    make bench                              # speed, length, registration, stages and national
    make bench-registration DOCUMENTS=100000
    make bench-national SIZES="5000 20000 57600 200000" CORPORA=/somewhere/large
    make bench-damage                       # damage
    python -m bench speed length registration stages national damage --quick

Belongs here: measuring, on documents of the generator. Does not belong here: anything that passes or fails; that is what
tests are for. The package is not shipped.
"""
