"""Figures for Prometheus, by route template: never by the names in an address."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)


class Metrics:
    """The figures of one application; several may live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        labels = ("method", "route", "status")
        self._requests = Counter(
            "restu_requests", "Requests answered.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "restu_request_seconds",
            "Time until the answer was complete.",
            ("method", "route"),
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
        )
        self.in_flight = Gauge(
            "restu_requests_in_flight", "Requests being answered.", registry=self.registry
        )
        self.jobs = Counter(
            "restu_jobs", "Jobs that ended.", ("kind", "state"), registry=self.registry
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """Write all figures in the text format."""
        return generate_latest(self.registry)
