"""What a build depends on besides its files and its options.

- ``circumstances``: the environment, by which a build knows that it is the same again
- ``packages``: the versions of everything installed that makes artifacts
"""
