/**
 * What every connection to PostgreSQL asks for itself, because an administrator may have set it otherwise for the whole database: rows are moved on by
 * conditional updates, each of which sees what others have committed, and quotes are read as the standard has them. By a statement, since what stands between
 * the program and its server may refuse options at the start of a connection.
 */
export const SESSION = `
  select set_config('default_transaction_isolation', 'read committed', false),
    set_config('standard_conforming_strings', 'on', false)`
