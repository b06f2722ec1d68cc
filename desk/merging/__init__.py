"""Merging two people, characters, films or genres into one."""
