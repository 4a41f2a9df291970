import { useEffect, useState, useSyncExternalStore } from 'react';
import { toasts, type ShownToast } from './toast-board.js';
import './toasts.css';

const SHOWN_MS = 7_000;
const ERROR_SHOWN_MS = 15_000;

/** In a corner and read aloud. The place for each kind is there before the first: only then it is heard. */
export function Toasts() {
  const shown = useSyncExternalStore(toasts.subscribe, () => toasts.shown);
  return (
    <div className="toasts">
      <div role="status">
        <ToastList shown={shown.filter(({ isError }) => isError !== true)} />
      </div>
      <div role="alert">
        <ToastList shown={shown.filter(({ isError }) => isError === true)} />
      </div>
    </div>
  );
}

function ToastList({ shown }: { readonly shown: readonly ShownToast[] }) {
  return shown.map((toast) => <ToastCard key={toast.id} toast={toast} />);
}

/** Goes by itself, but not under somebody's pointer or focus. */
function ToastCard({ toast }: { readonly toast: ShownToast }) {
  const { id, title, description, isError = false, stays = false } = toast;
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    if (stays || isRead) return;
    const timer = setTimeout(() => toasts.close(id), isError ? ERROR_SHOWN_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, isError, stays, isRead]);
  return (
    <div
      className={isError ? 'toast toast-error' : 'toast'}
      onPointerEnter={() => setRead(true)}
      onPointerLeave={() => setRead(false)}
      onFocus={() => setRead(true)}
      onBlur={() => setRead(false)}
    >
      <p className="toast-title">{title}</p>
      <p className="toast-text">{description}</p>
      <button
        type="button"
        className="toast-close"
        aria-label="Close"
        onClick={() => toasts.close(id)}
      >
        ×
      </button>
    </div>
  );
}
