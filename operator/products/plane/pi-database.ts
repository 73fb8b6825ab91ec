/** Database of Plane AI on the embedded PostgreSQL, beside Plane's own. */
export const PI_DATABASE = 'plane_pi';

/**
 * Makes it where it is missing: psql's \gexec runs what the query gives, and the query gives nothing where it is there.
 * The vendor's script ends with an error and makes none.
 */
export const MAKE_PI_DATABASE = `SELECT 'CREATE DATABASE ${PI_DATABASE}'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${PI_DATABASE}')\\gexec
`;
