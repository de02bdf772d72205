"""Tables out of files: what the readers of sheets and of Word documents share.

bytes -> package (bounded zip, bounded XML) -> Grid (rows of cells, as they were and as they are) -> reader
(headings, then row by row what differs from the file).
"""
