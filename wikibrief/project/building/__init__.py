"""A build: what is dirty, the work on it, and what came of it.

- ``outcomes``: what came of a build, of each document and of all
- ``shortcut``: an up-to-date build sees at a glance that it has nothing to do
- ``few``: few files have changed, and what is known of the others need not be read
- ``circumstances``: what matters to any build besides its files and its options
- ``jobs``: what a build hands to a worker
- ``handing``: the names of all documents to workers, once for a build
- ``sharing``: what others have built of the same inputs
- ``recipes``: an article → its artifacts, all in memory first
- ``settings``: what a build is asked to do
- ``available``: which formats can be made on this machine
- ``packages``: the versions of everything installed that makes artifacts
- ``plan``: what is dirty, and the names of everything
- ``crew``: the workers of one build
- ``joining``: workers of a cluster, if they see what this build sees
- ``inorder``: what is done in any order is handed on in one that is known before
- ``locking``: one build at a time in an output folder
- ``companions``: the files that belong next to artifacts
- ``protection``: what a person has edited is not overwritten
- ``gathering``: the files about all documents of a build
- ``gatherers``: what makes these files, in a worker
- ``issued``: what the log knows of editions, and which are out of date
- ``publishing``: the manifest of the output folder, and the sums of its files
- ``pipeline``: a whole build: find, plan, run, log
"""
