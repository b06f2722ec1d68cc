"""The state of the site as metrics, read from the database at each request for them."""

import logging
from collections.abc import Iterable, Iterator

from django.db import Error, connection
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from editions.models import Edition, Generation
from editions.rerendering import outdated_editions
from outreach.models import Delivery

logger = logging.getLogger(__name__)


class SiteState(Collector):
    """Six queries for each answer."""

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """None: the library would otherwise collect once when this is registered."""
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """If the database is away, only that it is. What the workers have counted is still told."""
        try:
            found = list(_of_database())
        except Error as error:
            logger.error("No metrics from the database: %s", error)
            found = []
        finally:
            # The server of the metrics makes a thread for each request.
            connection.close()
        yield _gauge("curtain_database_up", "1 if the database answers.", bool(found))
        yield from found


def _of_database() -> Iterator[GaugeMetricFamily]:
    yield _gauge(
        "curtain_live_reviews", "Reviews that readers can see.", Edition.objects.live().count()
    )
    yield _gauge(
        "curtain_scheduled_editions",
        "Editions that go live later.",
        Edition.objects.pending().count(),
    )
    yield _gauge(
        "curtain_outdated_editions",
        "Editions that an older version has rendered. More than 0: run rerender_editions.",
        outdated_editions().count(),
    )
    yield _gauge(
        "curtain_generation",
        "Rises with each change of public content.",
        Generation.objects.current(),
    )
    by_status = Delivery.objects.order_by().values_list("status").annotate(Count("pk"))
    messages = GaugeMetricFamily(
        "curtain_messages", "Mails, webhooks and others, by status.", labels=["status"]
    )
    numbers = dict(by_status)
    for status in Delivery.Status.values:
        messages.add_metric([status], numbers.get(status, 0))
    yield messages
    waiting = Delivery.objects.filter(status=Delivery.Status.PENDING)
    oldest = waiting.aggregate(oldest=Min("announcement__noticed"))["oldest"]
    yield _gauge(
        "curtain_oldest_waiting_message_seconds",
        "How long the oldest message has waited. 0 if none does.",
        (timezone.now() - oldest).total_seconds() if oldest else 0,
    )


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
