import type { Dialect } from './database.js';

/** A condition on `series_id`: that it is one of the JSON array which is the first parameter. */
export function oneOfIds(dialect: Dialect): string {
  return `series_id IN (SELECT CAST(item.value AS INTEGER) FROM ${dialect.each('$1')})`;
}
