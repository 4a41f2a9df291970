import type { TimeWindow } from '@fullcarry/domain/time-window';
import type {
  IPanePrimitive,
  IPanePrimitivePaneView,
  IPrimitivePaneRenderer,
  PaneAttachedParameter,
} from 'lightweight-charts';
import { chartTime } from './chart-time.js';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Shades windows of time over the whole height of a pane, behind what is drawn there. */
export class ShadedWindows implements IPanePrimitive {
  private chart: PaneAttachedParameter['chart'] | undefined;
  private readonly views: readonly IPanePrimitivePaneView[];

  constructor(
    private readonly windows: readonly TimeWindow[],
    private readonly color: string,
  ) {
    const renderer = { draw: (target: Target) => this.draw(target) };
    this.views = [{ zOrder: () => 'bottom', renderer: () => renderer }];
  }

  attached({ chart }: PaneAttachedParameter): void {
    this.chart = chart;
  }

  detached(): void {
    this.chart = undefined;
  }

  paneViews(): readonly IPanePrimitivePaneView[] {
    return this.views;
  }

  private draw(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.fillStyle = this.color;
      for (const { fromMs, toMs } of this.windows) {
        const fromPx = this.xAt(fromMs);
        const toPx = this.xAt(toMs);
        if (fromPx === undefined || toPx === undefined) continue;
        context.fillRect(fromPx, 0, Math.max(2, toPx - fromPx), mediaSize.height);
      }
    });
  }

  /** Undefined for an instant at which no series has a point: each edge of a window needs one. */
  private xAt(atMs: number): number | undefined {
    return this.chart?.timeScale().timeToCoordinate(chartTime(atMs)) ?? undefined;
  }
}
