"""What an editor should look at before a review is published. None of it prevents publishing."""
