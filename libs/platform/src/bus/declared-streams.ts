import type { JetStreamManager } from '@nats-io/jetstream';
import type { Logger } from 'pino';
import { onBus, StreamLostError } from './bus-unavailable-error.js';

/** So often it is checked whether the streams are there still: what is published without an acknowledgement gets no answer that would show it. */
const CHECK_EVERY_MS = 2_000;

/** The streams that this process can't be without, and how to make each, with what hangs on it, as it should be. */
export class DeclaredStreams {
  private readonly makes: { readonly stream: string; readonly make: () => Promise<void> }[] = [];
  /** When the server made each: another time is another stream, which holds nothing of what was published. */
  private madeAt = new Map<string, string>();
  private making: Promise<void> | undefined;
  /** How many of them the making that is under way has before it. */
  private covered = 0;
  private isChecking = false;
  /** Of each stream, how many of the servers that should hold it don't, or are behind: as of the last check. */
  readonly replicasMissing = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  /** `reportLost`: streams that were there are new, made again by this process or by another one. */
  constructor(
    private readonly manager: JetStreamManager,
    private readonly logger: Logger,
    private readonly reportLost: () => void,
  ) {
    this.timer = setInterval(() => void this.check(), CHECK_EVERY_MS).unref();
  }

  add(stream: string, make: () => Promise<void>): void {
    this.makes.push({ stream, make });
  }

  /** Makes all of them as they should be, whether they are there or not. Errors: as `onBus`. */
  makeAgain(): Promise<void> {
    if (this.making && this.covered === this.makes.length) return this.making;
    // One that is under way may have passed what was added meanwhile.
    this.covered = this.makes.length;
    const before = this.making?.catch(() => undefined) ?? Promise.resolve();
    const making = before
      .then(() => this.makeAll())
      .finally(() => {
        if (this.making === making) this.making = undefined;
      });
    this.making = making;
    return making;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async makeAll(): Promise<void> {
    for (const { make } of this.makes) await onBus(make);
    const before = this.madeAt;
    const now = new Map<string, string>();
    for (const { stream } of this.makes) now.set(stream, (await this.createdAt(stream)) ?? 'gone');
    this.madeAt = now;
    const lost = [...before].filter(([stream, at]) => now.get(stream) !== at);
    if (lost.length === 0) return;
    const streams = lost.map(([stream]) => stream);
    this.logger.warn({ streams }, 'NATS had lost what a stream held; it is made and said again');
    this.reportLost();
  }

  private async check(): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    try {
      for (const [stream, at] of this.madeAt) {
        if ((await this.createdAt(stream)) === at) continue;
        await this.makeAgain();
        return;
      }
    } catch (error) {
      // While NATS is away; whatever else it is, the next publish says it loudly.
      this.logger.debug({ err: error }, 'It can’t be seen now whether the streams are there');
    } finally {
      this.isChecking = false;
    }
  }

  private async createdAt(stream: string): Promise<string | undefined> {
    try {
      const { created, config, cluster } = await onBus(() => this.manager.streams.info(stream));
      const current = (cluster?.replicas ?? []).filter((one) => one.current && !one.offline).length;
      // Whoever leads holds it too.
      this.replicasMissing.set(stream, Math.max(0, config.num_replicas - 1 - current));
      return created;
    } catch (error) {
      if (error instanceof StreamLostError) return undefined;
      throw error;
    }
  }
}
