/** How the bytes of a response get to the client. Everything but `whole` is a fault. */
export type Transmission =
  'whole' | 'hang' | 'reset-before-headers' | 'reset-mid-body' | 'stall-mid-body' | 'slow-drip';

/** One HTTP response, ready to be sent. */
export interface Delivery {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** `negotiated`: gzip where the client accepts it. The others are forced, for faults that need one. */
  readonly encoding: 'negotiated' | 'identity' | 'gzip';
  readonly transmission: Transmission;
}

export function json(body: unknown, status = 200): Delivery {
  return whole(status, 'application/json; charset=utf-8', JSON.stringify(body));
}

export function whole(
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Delivery {
  return {
    status,
    headers: { 'Content-Type': contentType, ...headers },
    body,
    encoding: 'negotiated',
    transmission: 'whole',
  };
}

/** A file as it lies there. */
export function bytes(contentType: string, body: Uint8Array): Delivery {
  return {
    status: 200,
    headers: { 'Content-Type': contentType },
    body,
    encoding: 'identity',
    transmission: 'whole',
  };
}
