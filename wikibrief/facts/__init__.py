"""What an article says as data, as pure functions of the document."""
