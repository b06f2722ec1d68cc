"""Pages that a form shows in a panel at its side (static/admin_desk/side-panel.js)."""

PANEL = "_panel"
"""Posted by the panel, which stays on its page: when the work is done, the answer is JSON with a
``message``, and with ``value`` and ``label`` if it is to be chosen."""
