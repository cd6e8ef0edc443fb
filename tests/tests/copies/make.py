"""Writes the data of the demo study as Parquet, each file with another codec, with an implementation that is not ours (pyarrow 26).

python tests/tests/copies/make.py, after `cargo xtask demo` has changed the data.
"""
from pathlib import Path

import pyarrow.csv as csv
import pyarrow.parquet as parquet

here = Path(__file__).parent
demo = here / "../../../crates/engine/demo"
codecs = {"frame": "zstd", "wave1": "snappy", "wave2": "gzip", "wave3": "brotli", "measures": "lz4"}
for name, codec in codecs.items():
    path = demo / f"{name}.csv"
    separator = ";" if ";" in path.read_text().splitlines()[0] else ","
    table = csv.read_csv(
        path,
        parse_options=csv.ParseOptions(delimiter=separator),
        convert_options=csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=True),
    )
    parquet.write_table(table, here / f"{name}.parquet", compression=codec, write_statistics=False, store_schema=False)
