"""What the receiver of a deal may answer besides what became of it."""


class Unavailable(Exception):  # noqa: N818 - a fact about the world, not a fault of the program
    """Nothing can be stored just now; the sender should come back after ``retry_after`` seconds."""

    def __init__(self, retry_after: int = 30) -> None:
        super().__init__(f"come back after {retry_after} s")
        self.retry_after = retry_after


class UnknownDeal(Exception):  # noqa: N818 - an expected answer, not a fault of the program
    """The news is about a deal that never came in."""
