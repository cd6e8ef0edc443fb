//! Rank aggregation: ballots in, consensus out.
