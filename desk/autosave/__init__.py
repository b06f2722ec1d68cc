"""Texts of the desk that are saved while they are typed, and who has which review open."""
