import type { TimeWindow } from '@fullcarry/domain/time-window';
import type {
  IPanePrimitive,
  IPanePrimitivePaneView,
  IPrimitivePaneRenderer,
  PaneAttachedParameter,
} from 'lightweight-charts';
import { chartTime } from './chart-time.js';

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];

export interface ShadedWindow extends TimeWindow {
  readonly color: string;
}

/** Shades windows of time over the whole height of a pane, behind what is drawn there. Their edges are on the chart's grid. */
export class ShadedWindows implements IPanePrimitive {
  private chart: PaneAttachedParameter['chart'] | undefined;
  private readonly views: readonly IPanePrimitivePaneView[];

  constructor(private readonly windows: readonly ShadedWindow[]) {
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
      for (const { fromMs, toMs, color } of this.windows) {
        const fromPx = this.xAt(fromMs);
        const toPx = this.xAt(toMs);
        if (fromPx === undefined || toPx === undefined) continue;
        context.fillStyle = color;
        context.fillRect(fromPx, 0, Math.max(2, toPx - fromPx), mediaSize.height);
      }
    });
  }

  /** Undefined for an instant that is not on the grid of the chart: each edge of a window must be. */
  private xAt(atMs: number): number | undefined {
    return this.chart?.timeScale().timeToCoordinate(chartTime(atMs)) ?? undefined;
  }
}
