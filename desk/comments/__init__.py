"""Comments on a review: of editors and critics, on some of its words or on the whole of it.

They are shown on the desk only, to accounts that may see the review.
"""
