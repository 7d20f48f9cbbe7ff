"""What goes out to customers and comes back from them: mail."""
