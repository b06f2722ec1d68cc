from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

from monitoring.state import SiteState


class Command(BaseCommand):
    help = "Serve the metrics of the site for Prometheus, on a port of their own, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="(default: %(default)s)")
        parser.add_argument("--port", type=int, default=9464, help="(default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        address, port = options["address"], options["port"]
        if not settings.METRICS_DIR:
            raise CommandError(
                "METRICS_DIR is not set. Give the server and this command the same folder, such as "
                "/run/curtain-metrics."
            )
        settings.METRICS_DIR.mkdir(parents=True, exist_ok=True)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, str(settings.METRICS_DIR))
        registry.register(SiteState())
        try:
            server, thread = start_http_server(port, address, registry)
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"{address}, port {port}, is not available: {error}. Choose another with --port."
            ) from error
        self.stdout.write(f"Metrics on http://{address}:{server.server_port}/metrics")
        try:
            thread.join()
        except KeyboardInterrupt:
            server.shutdown()
