"""The panel beside the form that shows what the leak check finds in what is typed."""
