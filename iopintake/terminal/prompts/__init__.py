"""The askers: prompts in a full terminal, lines in a plain one."""
