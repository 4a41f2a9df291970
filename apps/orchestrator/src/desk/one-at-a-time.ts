/** Does one work after the other, whatever became of the one before. */
export class OneAtATime {
  private inHand: Promise<unknown> = Promise.resolve();
  private now = 0;
  private ever = 0;

  do<Result>(work: () => Promise<Result>): Promise<Result> {
    this.now += 1;
    this.ever += 1;
    const turn = this.inHand
      .catch(() => undefined)
      .then(work)
      .finally(() => (this.now -= 1));
    this.inHand = turn;
    return turn;
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    await this.inHand.catch(() => undefined);
  }

  /** What is read, and whether nothing was in hand or waited for its turn meanwhile. */
  async quietly<Seen>(read: () => Promise<Seen>): Promise<{ seen: Seen; isQuiet: boolean }> {
    const { ever } = this;
    const seen = await read();
    return { seen, isQuiet: this.now === 0 && this.ever === ever };
  }
}
