"""Many intakes as tables, one row each: columns that follow from the pack, and what they mean.

``columns`` says which columns there are and what each holds, ``table`` writes rows as CSV and
Parquet, ``dictionary`` tells the columns to a reader, ``redcap`` gives both to REDCap.
"""
