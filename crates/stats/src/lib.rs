//! Pure statistics: numbers in, typed results out.
