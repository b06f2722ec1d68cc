"""Tells others what has happened: mails to accounts, webhooks, the hub of the feeds, newsletters.

Nothing here decides what is public: all of it reads live editions, and sends no more than their
readers see with every curtain closed.
"""
