"""A casefile as pages for a browser on the same machine: server-rendered, without scripts, each with its JSON twin."""
