import type { Api } from '../api/api.js';
import { APIS } from '../apis.js';
import { BOOK_FAULTS } from './book-faults.js';
import { BODY_FAULTS } from './body-faults.js';
import type { Fault } from './fault.js';
import { FOREIGN_ROW_FAULTS } from './foreign-row-faults.js';
import { FRESH_ROW_FAULTS } from './fresh-row-faults.js';
import { LISTING_FAULTS } from './listing-faults.js';
import { PAGE_FAULTS } from './page-faults.js';
import { STATUS_FAULTS } from './status-faults.js';
import { TRANSPORT_FAULTS } from './transport-faults.js';
import { VALUE_FAULTS } from './value-faults.js';

/** Every fault that can happen to an API, by kind. */
export function faultsOf(api: Api): ReadonlyMap<string, Fault> {
  return byKind(api.faults);
}

/** Every fault of every API: what a rule may name. Where an API has no such fault, the rule strikes nothing. */
export const FAULTS: ReadonlyMap<string, Fault> = byKind(
  [...APIS.values()].flatMap((api) => api.faults),
);

function byKind(own: readonly Fault[]): ReadonlyMap<string, Fault> {
  return new Map(
    [
      ...TRANSPORT_FAULTS,
      ...STATUS_FAULTS,
      ...own,
      ...BODY_FAULTS,
      ...PAGE_FAULTS,
      ...FOREIGN_ROW_FAULTS,
      ...VALUE_FAULTS,
      ...FRESH_ROW_FAULTS,
      ...LISTING_FAULTS,
      ...BOOK_FAULTS,
    ].map((fault) => [fault.kind, fault]),
  );
}
