/** One of the services ended by itself: what it printed last, and where its log is. */
export class ServiceEndedError extends Error {
  override readonly name = 'ServiceEndedError';
}

/** Somebody asked for the end: no failure. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';
}
