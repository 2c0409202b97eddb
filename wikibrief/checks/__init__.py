"""What an editor wants to know about a source, each finding at its place."""
