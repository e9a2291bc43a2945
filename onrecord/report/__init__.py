"""Claim -> plain sentence, findings -> what a person reads; used by the command line and the web alike."""
