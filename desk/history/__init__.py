"""The history of a review on the desk: its lines, its texts, and what differs between two."""
