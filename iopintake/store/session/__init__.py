"""One intake while it is open: begun, resumed or amended, then paused or finished."""
