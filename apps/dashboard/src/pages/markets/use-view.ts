import { useEffect, useState, type RefObject } from 'react';

export interface View {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The part of the frame's content that is in view. */
export function useView(frame: RefObject<HTMLElement | null>): View {
  const [view, setView] = useState<View>({ leftPx: 0, topPx: 0, widthPx: 0, heightPx: 0 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => {
      const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
      setView({
        leftPx: scrollLeft,
        topPx: scrollTop,
        widthPx: clientWidth,
        heightPx: clientHeight,
      });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [frame]);
  return view;
}
