/** A newer lease is in the database: this desk may not write any more, and what it meant to write is not written. */
export class FencedError extends Error {
  constructor(readonly epoch: number) {
    super(`Another desk took over: the lease with epoch ${epoch} is not the newest any more`);
    this.name = 'FencedError';
  }
}
