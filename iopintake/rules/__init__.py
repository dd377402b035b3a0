"""The rules of a pack, evaluated over answers: three-valued, with the answers behind each truth."""
