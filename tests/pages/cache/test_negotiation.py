import pytest

from pages.cache.negotiation import chosen_encoding, decode, encode


class TestChosenEncoding:
    @pytest.mark.parametrize(
        ("accept_encoding", "chosen"),
        [
            ("", "identity"),
            ("gzip", "gzip"),
            ("gzip, deflate, br, zstd", "br"),
            ("x-gzip", "gzip"),
            ("GZIP", "gzip"),
            ("deflate", "identity"),
            ("br;q=0.5, gzip;q=0.8", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("br ; q=0.3,gzip; q=0.2", "br"),
            ("gzip;q=0", "identity"),
            ("gzip;q=0.5, identity", "identity"),
            ("gzip, identity", "gzip"),
            ("*", "br"),
            ("*;q=0.5, br;q=0", "gzip"),
            ("*;q=0, gzip", "gzip"),
            ("identity;q=0, gzip;q=0.1", "gzip"),
            ("gzip;q=nan, br;q=1.5", "identity"),
            # Nothing is acceptable. An answer is better than none.
            ("identity;q=0", "identity"),
            ("*;q=0", "identity"),
        ],
    )
    def test_is_the_one_with_the_highest_weight(self, accept_encoding: str, chosen: str) -> None:
        assert chosen_encoding(accept_encoding) == chosen


class TestEncoding:
    @pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
    def test_is_reversible_and_always_the_same(self, encoding: str) -> None:
        plain = "Überraschung ".encode() * 100
        assert decode(encoding, encode(encoding, plain)) == plain
        assert encode(encoding, plain) == encode(encoding, plain)
