"""What tells the operator how the site is doing: metrics for Prometheus, and readers per review.

The checks of /healthz and /readyz and the log are in `config`: they must work before any app does.
"""
