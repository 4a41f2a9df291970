import type { HttpRoute, ReplyOf } from '@fullcarry/contracts/http/http-route';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../../api/ask.js';
import { AskError } from '../../../api/ask-error.js';
import { toasts } from '../../../ui/dialog/toast-board.js';

/** Sends a command to the desk and shows how it ended. `done`: the sentence for what it answered. */
export function useCommand<Route extends HttpRoute>(
  route: Route,
  title: string,
  done: (reply: ReplyOf<Route>) => string,
) {
  return useMutation({
    mutationFn: (body: unknown) => ask(route, { body }),
    retry: false,
    onSuccess: (reply) => toasts.add({ title, description: done(reply) }),
    onError: (error) =>
      toasts.add({ title: `${title}: refused`, description: sentence(error), isError: true }),
  });
}

function sentence(error: Error): string {
  if (!(error instanceof AskError)) return error.message;
  if (error.status === 401 || error.status === 403) {
    return `${error.message} Enter the right token and try again.`;
  }
  return error.message;
}
