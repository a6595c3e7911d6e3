"""The explorer: a folder of pages that opens by a double click and needs neither a server nor a network.

Belongs here: reading a release or a warehouse, cutting it into the pieces that the pages load, and writing the folder. Does not
belong here: computing anything that a table does not have (`analysis/`), and how the pages look (`static/`).

A page opened from a disk may load scripts from beside it, and nothing else. So every piece of data is a script that hands one text
over: JSON, compressed, in base64. Nothing of a document ever becomes a name, a tag or a statement.
"""
