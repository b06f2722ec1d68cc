"""What is done to a review as a whole, such as publishing it, and the pages that confirm it."""
