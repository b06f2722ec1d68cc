"""What the site writes to its logs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Ear(logging.Handler):
    """Hears every logger, however little it says otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(self.format(record))

    @contextmanager
    def listening(self, level: int) -> Iterator[None]:
        names = [None, *logging.root.manager.loggerDict]
        loggers = [logging.getLogger(name) for name in names]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.setLevel(level)
        logging.root.addHandler(self)
        try:
            yield
        finally:
            logging.root.removeHandler(self)
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
