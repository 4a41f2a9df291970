export interface ClockSetting {
  readonly nowMs?: number | undefined;
  readonly speed?: number | undefined;
}

/**
 * The exchange's time. It starts anywhere, runs at any speed (1 is real time, 0 stands still) and can be
 * moved by hand, so that a day of settlements passes in two minutes or one instant is read twice.
 */
export class ReplayClock {
  private setAtRealMs: number;

  constructor(
    private setToMs: number,
    private speedFactor: number,
    private readonly realNowMs: () => number = Date.now,
  ) {
    this.setAtRealMs = realNowMs();
  }

  get speed(): number {
    return this.speedFactor;
  }

  nowMs(): number {
    return Math.floor(this.setToMs + (this.realNowMs() - this.setAtRealMs) * this.speedFactor);
  }

  /** What is not given stays: a new speed alone goes on from the present instant. */
  move(setting: ClockSetting): void {
    this.setToMs = setting.nowMs ?? this.nowMs();
    this.setAtRealMs = this.realNowMs();
    this.speedFactor = setting.speed ?? this.speedFactor;
  }
}
