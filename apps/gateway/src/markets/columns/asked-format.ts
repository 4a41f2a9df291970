import { ARROW_TYPE } from '@fullcarry/contracts/http/query-values';
import type { Response } from 'express';

export type RowsFormat = 'json' | 'csv' | 'arrow';

/** In which form rows are wanted: as the URL says, else as the header Accept prefers, else JSON. */
export function askedFormat(asked: RowsFormat | undefined, response: Response): RowsFormat {
  response.vary('Accept');
  if (asked !== undefined) return asked;
  const preferred = response.req.accepts(['application/json', 'text/csv', ARROW_TYPE]);
  if (preferred === ARROW_TYPE) return 'arrow';
  return preferred === 'text/csv' ? 'csv' : 'json';
}
