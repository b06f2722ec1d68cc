from contextlib import nullcontext

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.signals import connection_created

from config import statement_limit
from config.faults import Fault, fault_of
from config.statement_limit import set_limit

SLOW = {"postgresql": "SELECT pg_sleep(600)", "sqlite": "SELECT 1"}


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_statement_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statement_limit, "STATEMENT_SECONDS", "0.001")
    ended = pytest.raises(OperationalError) if connection.vendor == "postgresql" else nullcontext()
    with ended as error, transaction.atomic(), connection.cursor() as cursor:
        set_limit(connection=connection)
        cursor.execute(SLOW[connection.vendor])
    if error:
        assert fault_of(error.value) == (Fault.BUSY, error.value)


def test_servers_have_the_limit() -> None:
    import config.wsgi  # noqa: F401

    # Disconnected again, because other tests of this process may take longer.
    assert connection_created.disconnect(set_limit)
