import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { keepSessionToken, useSessionToken } from '../../../api/session-token.js';
import { Button } from '../../../ui/form/button.js';
import '../../../ui/dialog/dialog.css';
import '../../../ui/form/field.css';

/** Where a person enters the token that commands need. It stays in this tab, and the gateway judges it. */
export function TokenEntry() {
  const token = useSessionToken();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const close = (kept: string) => {
    keepSessionToken(kept);
    setText('');
    setIsOpen(false);
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger render={<Button variant={token === null ? 'primary' : 'plain'} />}>
        {token === null ? 'Enter token' : 'Token entered'}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title className="dialog-title">Token for orders</Dialog.Title>
          <Dialog.Description className="dialog-text">
            The value of DASHBOARD_TOKEN. It is kept until this tab is closed.
          </Dialog.Description>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              close(text.trim());
            }}
          >
            <label className="field">
              <span className="field-label">Token</span>
              <input
                type="password"
                className="input"
                value={text}
                onChange={(event) => setText(event.target.value)}
                autoComplete="off"
                required
              />
            </label>
            <div className="dialog-actions">
              {token !== null && <Button onClick={() => close('')}>Forget it</Button>}
              <Dialog.Close render={<Button />}>Cancel</Dialog.Close>
              <Button type="submit" variant="primary">
                Use it
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
