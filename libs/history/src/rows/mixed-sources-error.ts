/** The database holds another kind of data than the exchange gives: they must not be mixed. */
export class MixedSourcesError extends Error {
  override readonly name = 'MixedSourcesError';

  constructor(exchange: string, stored: string, given: string) {
    super(
      `The database holds ${stored} data of ${exchange}, but this exchange gives ${given} data: nothing was changed. Set DATABASE_URL to another database, or EXCHANGE_URL to where that data came from`,
    );
  }
}
