import './progress-bar.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 100. */
  readonly percent: number;
}

export function ProgressBar({ label, percent }: ProgressBarProps) {
  return (
    <div
      className="progress-track"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${percent.toFixed(1)} per cent`}
    >
      <div className="progress-indicator" style={{ width: `${percent}%` }} />
    </div>
  );
}
