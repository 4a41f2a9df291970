import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';

const USUAL_NATS = 'nats://127.0.0.1:4222';

/** What every command to the desk may be told. */
export const deskFlags = z.object({
  nats: z.string(),
  exchange: z.string().optional(),
  json: z.boolean().default(false),
  yes: z.boolean().default(false),
});
export type DeskFlags = z.output<typeof deskFlags>;

/** Gives a command the options that reach the desk; `moves`: money, so that it asks first. */
export function withDeskOptions(command: Command, { moves }: { readonly moves: boolean }): Command {
  command
    .addOption(natsOption())
    .option('--exchange <name>', 'only where the desk trades this exchange')
    .option('--json', 'for programs');
  return moves ? command.option('--yes', 'do it without asking') : command;
}

function natsOption(): Option {
  const named = process.env.NATS_URL?.trim() ?? '';
  return new Option('--nats <url>', 'the bus that the desk is on (NATS_URL)')
    .argParser((url: string) => {
      if (url.split(',').every((one) => /^(nats|tls):\/\/.+$/.test(one) && URL.canParse(one))) {
        return url;
      }
      throw new InvalidArgumentError('Allowed is nats://host:4222, with user and password if any');
    })
    .default(named === '' ? USUAL_NATS : named, named === '' ? USUAL_NATS : 'NATS_URL');
}
