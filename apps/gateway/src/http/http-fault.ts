/** What was asked can't be answered, and asking again won't help: the status and one sentence for who asked. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 415 | 429 | 503,
    message: string,
    readonly details: {
      readonly field?: string | undefined;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
  }
}

/** A value that may not be: which field, and what is allowed. */
export function wrongInput(field: string, message: string): HttpFault {
  return new HttpFault(400, `${field}: ${message}`, { field });
}
