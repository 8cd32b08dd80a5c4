import { parse, readHome } from '../command-line.ts';
import { StartError } from '../start-error.ts';
import { mintToken } from '../tokens.ts';
import { say, type Terminal } from './run.ts';

const help = `pnpm ashlar token --scope payments:admin [--audience payments] [--department '*']

  Prints an access token of the running platform, for native and admin APIs. It holds for ten minutes.

  --scope       what it allows, separated by spaces
  --audience    the component it is for; by default the one that the scope names
  --department  whose data; * (any) by default`;

/** `pnpm ashlar token`. */
export async function tokenCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const {
    scope,
    audience,
    department,
    help: asked,
  } = parse(args, {
    scope: { type: 'string' },
    audience: { type: 'string' },
    department: { type: 'string', default: '*' },
    help: { type: 'boolean', short: 'h' },
  });
  if (asked) {
    say(terminal, help);
    return 0;
  }
  if (typeof scope !== 'string' || scope.trim() === '')
    throw new StartError('--scope is needed, such as --scope payments:admin.');
  const token = await mintToken(readHome(terminal.env), {
    scope,
    department: String(department),
    ...(typeof audience === 'string' ? { audience } : {}),
  });
  say(terminal, token);
  return 0;
}
