/** Something outside is away, and comes back by itself: who asks may ask again. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';

  constructor(
    readonly what: 'database' | 'nats' | 'desk' | 'backtester',
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
