/**
 * SIGUSR1 as an emergency stop. It is listened for from the first moment of the process: until somebody
 * listens, Node would open its debugger instead. A signal that came before anyone took it is kept.
 */
export class EmergencySignal {
  private count = 0;
  private act: (() => void) | undefined;

  constructor() {
    process.on('SIGUSR1', () => {
      this.count += 1;
      this.act?.();
    });
  }

  /** Calls back for each signal from now on, and once for those that came before. */
  onSignal(act: () => void): void {
    this.act = act;
    if (this.count > 0) act();
  }
}
