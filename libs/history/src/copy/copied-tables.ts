/**
 * Every table of the database, in the order in which a copy writes them: what refers to a row comes after it, and what
 * says that rows are there comes after them, so that a copy which ends half-way claims nothing that it does not hold.
 */
export const COPIED_TABLES = {
  /** What rows belong to. */
  owners: ['market', 'series'],
  /** Large, and only ever longer: a copy goes on after the last key. */
  rows: ['candle', 'funding_rate'],
  /** What the database counts of the rows; the copied rows count too, and this takes the place of it. */
  pieces: ['piece'],
  /** What is said of the rows; replaced as a whole. */
  claims: [
    'funding_schedule',
    'coverage',
    'gap',
    'claim',
    'revision',
    'archive_file',
    'certificate',
    'dataset_certificate',
    'instrument_reading',
    'instrument_snapshot',
    'instrument_turnover',
  ],
  desk: [
    'desk',
    'desk_account',
    'desk_setting',
    'desk_setting_change',
    'desk_alert',
    'desk_mode_change',
    'desk_correction',
    'position',
    'position_leg',
    'leg_order',
    'fill',
    'collateral_move',
    'funding_payment',
    'funding_correction',
    'cycle',
    'equity_point',
  ],
  results: ['backtest', 'sweep', 'study'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
