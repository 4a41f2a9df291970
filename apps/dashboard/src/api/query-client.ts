import { QueryClient } from '@tanstack/react-query';
import { AskError } from './ask-error.js';

/** Answers are kept until a fact says that they are old (see live/refresh.ts), or for a minute. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      // What was refused stays refused; what could not be reached may be there in a moment.
      retry: (failures, error) => failures < 2 && !(error instanceof AskError && isRefusal(error)),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 4_000),
    },
  },
});

function isRefusal({ status }: AskError): boolean {
  return status !== undefined && status < 500;
}
