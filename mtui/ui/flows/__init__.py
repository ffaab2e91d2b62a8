"""Conversations that cross screens, each told in a straight line."""
