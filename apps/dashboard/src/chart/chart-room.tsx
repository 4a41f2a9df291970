import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { Empty, Loading } from '../ui/notice.js';

/**
 * Keeps the room of a chart, which is loaded and drawn once the room is seen: charts are the largest and slowest part of a
 * page, and on a phone below its first screen.
 */
export function ChartRoom({ className, children }: { className: string; children: ReactNode }) {
  const room = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!room.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      setSeen(true);
      observer.disconnect();
    });
    observer.observe(room.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={room} className={className}>
      {isSeen ? (
        <Suspense fallback={<Loading what="the chart" />}>{children}</Suspense>
      ) : (
        <Empty>The chart is drawn once it is seen.</Empty>
      )}
    </div>
  );
}
