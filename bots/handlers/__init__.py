"""From what a person wants to the deed and back to a prompt: look up, call one service, say what came of it."""
