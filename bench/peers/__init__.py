"""What Curtain is measured beside."""
