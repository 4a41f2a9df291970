/** A wait that someone else can end early, also before it began. */
export class Wake {
  private isAsked = false;
  private end: () => void = () => undefined;

  /** Resolves after `ms`, when `now` is called, or when the signal aborts. */
  wait(ms: number, stopping: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stopping.removeEventListener('abort', done);
        this.end = () => undefined;
        this.isAsked = false;
        resolve();
      };
      const timer = setTimeout(done, ms);
      stopping.addEventListener('abort', done);
      this.end = done;
      if (stopping.aborted || this.isAsked) done();
    });
  }

  now(): void {
    this.isAsked = true;
    this.end();
  }
}
