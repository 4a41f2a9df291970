/**
 * The gateway did not give what was asked. `status` is HTTP's, undefined where there was no answer at all;
 * `field`: which input it refused.
 */
export class AskError extends Error {
  override readonly name = 'AskError';

  constructor(
    message: string,
    readonly status?: number,
    readonly field?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
