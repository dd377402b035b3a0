"""Everything that a person sees: commands, prompts and screens."""
