import errno


class StorageUnreachable(OSError):
    """The object store of the pictures is away, or refuses. Trying again later may help."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EIO, reason)
