import { ColorType, type DeepPartial, type TimeChartOptions } from 'lightweight-charts';
import { canvasColor } from '../theme/canvas-colors.js';

/** The style of every chart of the page, in the colours of the style sheet as they are now. */
export function chartStyle(): DeepPartial<TimeChartOptions> {
  const line = canvasColor('--line');
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: canvasColor('--surface') },
      textColor: canvasColor('--text-soft'),
      fontFamily: '"Inter Variable", system-ui, sans-serif',
      // Its logo brings a style element, which the content policy forbids; the page has a link instead.
      attributionLogo: false,
      panes: { separatorColor: line, enableResize: false },
    },
    grid: { vertLines: { color: line }, horzLines: { color: line } },
    // Labels at the edges of a pane are shown whole or not at all.
    rightPriceScale: {
      borderColor: line,
      scaleMargins: { top: 0.12, bottom: 0.1 },
      entireTextOnly: true,
    },
    // A year of hours fits into a phone: several candles share a pixel.
    timeScale: {
      borderColor: line,
      timeVisible: true,
      secondsVisible: false,
      minBarSpacing: 0.02,
      fixLeftEdge: true,
      fixRightEdge: true,
    },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
  };
}
