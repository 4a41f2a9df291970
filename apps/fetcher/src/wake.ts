/** A wait that someone else can end early. */
export class Wake {
  private end: () => void = () => undefined;

  /** Resolves after `ms`, when `now` is called, or when the signal aborts. */
  wait(ms: number, stopping: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stopping.removeEventListener('abort', done);
        this.end = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      stopping.addEventListener('abort', done);
      this.end = done;
      if (stopping.aborted) done();
    });
  }

  now(): void {
    this.end();
  }
}
