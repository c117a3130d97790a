//! Pictures of data as SVG: states over time, dependencies, time lines, expiry; pure.
