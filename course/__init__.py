"""The course package."""
