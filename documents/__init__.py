"""The review document: one Markdown file that holds one whole review, in and out."""
