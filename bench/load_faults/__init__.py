"""Faults of services under load, with real servers: what readers and editors get, what is lost."""
