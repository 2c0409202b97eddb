"""The workers of a build: hired when there is work, and dismissed at its end.

- ``hiring``: as many workers as are of use, on this machine or another
- ``joining``: workers of a cluster, if they see what this build sees
- ``inorder``: what is done in any order is handed on in one that is known before
"""
