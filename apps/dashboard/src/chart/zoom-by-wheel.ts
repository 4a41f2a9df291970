import type { IChartApi } from 'lightweight-charts';

/**
 * Zooms with Ctrl and the wheel, so that the wheel alone still scrolls the page; pinching works by itself, and a
 * double click shows everything asked for again. Returns what takes it off.
 */
export function zoomByWheel(place: HTMLElement, chart: IChartApi, reset: () => void): () => void {
  const onWheel = (event: WheelEvent) => {
    chart.applyOptions({ handleScale: { mouseWheel: event.ctrlKey || event.metaKey } });
  };
  // Before the library hears of it.
  place.addEventListener('wheel', onWheel, { capture: true, passive: true });
  chart.subscribeDblClick(reset);
  return () => {
    place.removeEventListener('wheel', onWheel, { capture: true });
    chart.unsubscribeDblClick(reset);
  };
}
