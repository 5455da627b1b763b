"""The pipeline over more than one machine: inputs -> Parquet shards -> rows of a database.

`process.process_shard` is the unit of work and knows no engine; `cluster` runs it on Dask, `load` turns the
shards into rows. What it needs beyond the rest is the extra ``cluster``: nothing here is imported before it
is used.
"""
