import { Toast } from '@base-ui/react/toast';
import './toasts.css';

/** Told once, in a corner, and read aloud; callable from anywhere. */
export const toasts = Toast.createToastManager();

export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} timeout={7_000} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      role={toast.priority === 'high' ? 'alert' : 'status'}
      className={`toast toast-${toast.type ?? 'plain'}`}
    >
      <Toast.Content>
        <Toast.Title className="toast-title" />
        <Toast.Description className="toast-text" />
        <Toast.Close className="toast-close" aria-label="Close">
          ×
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
