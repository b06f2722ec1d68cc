"""Generates hostile input by the hundred thousand; see `bench.generated_cases.__main__`."""
