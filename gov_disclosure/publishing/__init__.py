"""What leaves the warehouse for its readers: the codebook, the catalogue of views, the releases.

Belongs here: describing the tables of the contract and handing them over in other shapes. Does not belong here: which rows they
have (`steps/`) and when something is published (`defs/`). Every module takes the tables from `frames.schemas.TABLES`.
"""
