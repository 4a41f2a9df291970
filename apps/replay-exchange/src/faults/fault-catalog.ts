import { ENVELOPE_FAULTS } from './envelope-faults.js';
import type { Fault } from './fault.js';
import { FOREIGN_ROW_FAULTS } from './foreign-row-faults.js';
import { FRESH_ROW_FAULTS } from './fresh-row-faults.js';
import { LISTING_FAULTS } from './listing-faults.js';
import { PAGE_FAULTS } from './page-faults.js';
import { STATUS_FAULTS } from './status-faults.js';
import { TRANSPORT_FAULTS } from './transport-faults.js';
import { VALUE_FAULTS } from './value-faults.js';

/** Every fault that can be switched on, by kind. */
export const FAULTS: ReadonlyMap<string, Fault> = new Map(
  [
    ...TRANSPORT_FAULTS,
    ...STATUS_FAULTS,
    ...ENVELOPE_FAULTS,
    ...PAGE_FAULTS,
    ...FOREIGN_ROW_FAULTS,
    ...VALUE_FAULTS,
    ...FRESH_ROW_FAULTS,
    ...LISTING_FAULTS,
  ].map((fault) => [fault.kind, fault]),
);
