"""A build: what is dirty, the work on it, and what came of it.

From what a build is asked to do to what it leaves:

- ``outcomes``: what came of a build, of each document and of all
- ``machine``: what it depends on besides its files and its options
- ``settings``: what it is asked to do
- ``available``: which formats can be made on this machine
- ``shortcuts``: it sees that nothing is to do, or little
- ``plan``: what is dirty, and the names of everything
- ``making``: what a worker does: an article → its artifacts
- ``crew``: the workers
- ``folder``: what may be done in the output folder, and what is left there besides artifacts
- ``gathering``: the files about all documents
- ``ledger``: what has come of a build so far
- ``steps``: dirty documents are made, put in place, logged and reported
- ``pipeline``: a whole build: find, plan, run, log
"""
