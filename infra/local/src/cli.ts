import { parse, readHome } from './command-line.ts';
import { StartError } from './start-error.ts';
import { mintToken } from './tokens.ts';

const help = `pnpm ashlar token --scope payments:admin [--audience payments] [--department '*']

  Prints an access token of the running platform, for native and admin APIs. It holds for ten minutes.

  --scope       what it allows, separated by spaces
  --audience    the component it is for; by default the one that the scope names
  --department  whose data; * (any) by default`;

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}

async function run(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (command === undefined || command === '--help' || command === '-h') return console.log(help);
  if (command !== 'token')
    throw new StartError(`There is no command ${command}; --help shows what there is.`);
  const {
    scope,
    audience,
    department,
    help: asked,
  } = parse(rest, {
    scope: { type: 'string' },
    audience: { type: 'string' },
    department: { type: 'string', default: '*' },
    help: { type: 'boolean', short: 'h' },
  });
  if (asked) return console.log(help);
  if (typeof scope !== 'string' || scope.trim() === '')
    throw new StartError('--scope is needed, such as --scope payments:admin.');
  const token = await mintToken(readHome(process.env), {
    scope,
    department: String(department),
    ...(typeof audience === 'string' ? { audience } : {}),
  });
  console.log(token);
}
