"""What the doors of the service refuse, before anybody looks at what was asked."""

from graph.errors import AccessError, FieldIssue, InvalidError, LimitError, RestuError


class HostRefusedError(AccessError):
    """The Host header names a host that we do not serve."""

    code = "host-refused"


class OriginRefusedError(AccessError):
    """A page of another site, or an unknown sender, used the browser of somebody signed in."""

    code = "origin-refused"


class BodyTooLargeError(LimitError):
    """More was sent than is read."""

    code = "body-too-large"

    def __init__(self, allowed: int, asked: int | str) -> None:
        super().__init__("body", allowed, asked)


class UnreadableBodyError(InvalidError):
    """The body is not JSON that can be read in one way only."""

    code = "unreadable-body"

    def __init__(self, reason: str, field: str = "body") -> None:
        super().__init__(reason=reason)
        self.issues = (FieldIssue(field, reason),)


class PreconditionRequiredError(RestuError):
    """A change must say which version it changes."""

    code = "precondition-required"


class StaleVersionError(RestuError):
    """If-Match is not a version of ours."""

    code = "stale-version"


class TimeLimitError(RestuError):
    """The answer took longer than a request may."""

    code = "time-limit"

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds=str(seconds))
