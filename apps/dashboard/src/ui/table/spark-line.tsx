import './spark-line.css';

interface SparkLineProps {
  /** Oldest first; null is unknown and leaves a gap. */
  readonly values: readonly (number | null)[];
  /** What it shows, for screen readers and on hover. */
  readonly label: string;
}

const WIDTH = 84;
const HEIGHT = 20;

/** A small curve around zero, which is drawn where it lies in the range. */
export function SparkLine({ values, label }: SparkLineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <>–</>;
  const least = Math.min(0, ...known);
  const most = Math.max(0, ...known);
  const span = most - least || 1;
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - 1 - ((value - least) / span) * (HEIGHT - 2);
  const path = values
    .map((value, index) => {
      if (value === null) return '';
      const isStart = index === 0 || (values[index - 1] ?? null) === null;
      return `${isStart ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
  return (
    <svg
      className="spark-line"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <path className="spark-zero" d={`M0 ${y(0).toFixed(1)}H${WIDTH}`} />
      <path className="spark-curve" d={path} />
    </svg>
  );
}
