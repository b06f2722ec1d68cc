"""What a database takes: no U+0000, and no half of a character."""

from typing import Any


def storable(value: Any) -> Any:
    """``value``, of texts, lists and dicts, without the characters that databases refuse."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {storable(key): storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [storable(each) for each in value]
    return value
