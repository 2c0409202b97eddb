"""The build: what is dirty and why, run it, remember it. It knows nothing of documents or wikis."""
