"""Whether a pack is right: sound, its cases hold, everything in it matters, and what a change moves."""
