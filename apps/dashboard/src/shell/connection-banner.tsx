import { utcSecondText } from '../format/times.js';
import { useConnection } from '../live/feed.js';
import { Button } from '../ui/form/button.js';
import './connection.css';

/** Says at once that what is shown is not live any more; gone as soon as it is. */
export function ConnectionBanner() {
  const connection = useConnection();
  if (connection.kind === 'lost') {
    return (
      <div className="banner" role="alert">
        <strong>Connection lost.</strong> What you see is from {utcSecondText(connection.sinceMs)};
        trying again …
      </div>
    );
  }
  if (connection.kind === 'foreign') {
    return (
      <div className="banner" role="alert">
        <strong>This page and the gateway are of different versions</strong> ({connection.event}).{' '}
        <Button onClick={() => window.location.reload()}>Reload</Button>
      </div>
    );
  }
  return null;
}
