"""What follows from the journal and can be made anew from it: a row of the index for each intake."""
