"""The commands: each reads its options, calls what does the work, and shows the result."""
