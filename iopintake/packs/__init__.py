"""The pack: questions, rules and words as data, read from a folder."""
