import { Progress } from '@base-ui/react/progress';
import './progress-bar.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 100. */
  readonly percent: number;
}

export function ProgressBar({ label, percent }: ProgressBarProps) {
  return (
    <Progress.Root
      className="progress"
      value={percent}
      aria-label={label}
      getAriaValueText={() => `${percent.toFixed(1)} per cent`}
    >
      <Progress.Track className="progress-track">
        <Progress.Indicator className="progress-indicator" />
      </Progress.Track>
    </Progress.Root>
  );
}
