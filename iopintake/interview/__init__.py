"""The interview: what is asked next, who asks, and the loop between them."""
