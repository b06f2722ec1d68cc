"""Kills the processes of a site in the middle of what they do, and takes its disk and its database
away."""
