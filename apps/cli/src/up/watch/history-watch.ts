import type { DataProgress } from '@fullcarry/contracts/facts/data-progress-v1';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { many } from '../../output/count-text.js';
import type { HistoryNews } from './follow-history.js';
import { exchangeOf, newsLine } from './news-line.js';
import { progressLine } from './progress-line.js';

/** Where people read lines instead of a moving picture, one in this time is enough. */
const PLAIN_LINE_MS = 1_000;

/** What is known of the history while it becomes ready, and afterwards. */
export class HistoryWatch {
  ready: DataReady | undefined;
  /** Resolves when the history of the first exchange is proven, or the data feature turned out to be off. */
  readonly settled: Promise<void>;
  private settle: () => void = () => undefined;
  private showProgress: (line: string) => void = () => undefined;
  private showNews: ((line: string) => void) | undefined;
  private lastLine = '';
  private shownAtMs = 0;
  private readonly progress = new Map<string, DataProgress>();
  /** By exchange, the newest instant of its clock at which all of it was published as proven. */
  private readonly provenAtMs = new Map<string, number>();
  private readonly waiting = new Set<() => void>();
  /** The last fact of each kind and exchange that was shown as news. */
  private readonly shown = new Map<string, string>();

  /**
   * `redraws`: a line may be shown often, since it replaces the one before. `exchanges`: the desk waits for the
   * first one alone, so that one that is down holds nothing.
   */
  constructor(
    private readonly redraws: boolean,
    private readonly exchanges: readonly [string, ...string[]],
  ) {
    this.settled = new Promise((resolve) => {
      this.settle = () => {
        // The task that shows it is over, and can't be written to any more.
        this.showProgress = () => undefined;
        resolve();
      };
    });
  }

  hear(news: HistoryNews): void {
    const [first] = this.exchanges;
    if (news.kind === 'ready') {
      this.provenAtMs.set(news.ready.exchange, news.ready.atMs);
      for (const check of this.waiting) check();
      if (news.ready.exchange === first) {
        this.ready = news.ready;
        this.settle();
      }
    }
    if (news.kind === 'progress') {
      this.progress.set(news.progress.exchange, news.progress);
      this.showAtTimes(this.progressText());
      if (news.progress.state === 'disabled') this.settle();
    }
    const line = newsLine(news, this.exchanges.length > 1);
    if (line === undefined || this.isRepeated(news)) return;
    this.showNews?.(line);
  }

  /** Those of the exchanges that were not yet proven at that instant of their clock. */
  behind(exchanges: readonly string[], atMs: number): readonly string[] {
    return exchanges.filter((exchange) => (this.provenAtMs.get(exchange) ?? -Infinity) < atMs);
  }

  /** Resolves when none of them is behind, at the latest after so long. */
  async caughtUp(exchanges: readonly string[], atMs: number, longestMs: number): Promise<void> {
    if (this.behind(exchanges, atMs).length === 0) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(check);
        resolve();
      };
      const check = () => {
        if (this.behind(exchanges, atMs).length === 0) done();
      };
      // Whoever is stopped meanwhile does not run on for it.
      const timer = setTimeout(done, longestMs).unref();
      this.waiting.add(check);
    });
  }

  onProgress(show: (line: string) => void): void {
    this.showProgress = show;
    if (this.lastLine !== '') show(this.lastLine);
  }

  /** From now on each change is worth a line. */
  onNews(show: (line: string) => void): void {
    this.showNews = show;
  }

  summary(): string {
    if (!this.ready) return 'the data feature is switched off (HISTORICAL_ENABLED=false)';
    const { markets, marketsTotal = markets.length, datasetSha256 } = this.ready;
    const rows = markets
      .flatMap(({ certificates, inShort }) =>
        inShort ? [inShort.present] : certificates.map((one) => one.present),
      )
      .reduce((sum, present) => sum + present, 0);
    const least = markets.length < marketsTotal ? 'more than ' : '';
    return `proven, ${many(marketsTotal, 'pair')}, ${least}${many(rows, 'row')}, certificate ${datasetSha256.slice(0, 16)}…`;
  }

  /** A fetcher says all that it knows again when it comes back to NATS, or takes over from another one. */
  private isRepeated(news: HistoryNews): boolean {
    const text = JSON.stringify(news);
    const about = `${news.kind} ${exchangeOf(news)}`;
    if (this.shown.get(about) === text) return true;
    this.shown.set(about, text);
    return false;
  }

  /** The first exchange's line, and of each other how far it is. */
  private progressText(): string {
    const [first, ...others] = this.exchanges.map((exchange) => {
      const progress = this.progress.get(exchange);
      return { exchange, progress };
    });
    const line = first?.progress ? progressLine(first.progress) : 'starting';
    if (others.length === 0) return line;
    const rest = others.map(({ exchange, progress }) => {
      const share = progress && progress.rowsTotal > 0 ? `${progress.percent.toFixed(1)} %` : '';
      return `${exchange} ${progress?.state ?? 'starting'} ${share}`.trim();
    });
    return [`${first?.exchange ?? ''}: ${line}`, ...rest].join(' | ');
  }

  private showAtTimes(line: string): void {
    const nowMs = Date.now();
    if (line === this.lastLine) return;
    if (!this.redraws && nowMs - this.shownAtMs < PLAIN_LINE_MS) return;
    this.lastLine = line;
    this.shownAtMs = nowMs;
    this.showProgress(line);
  }
}
