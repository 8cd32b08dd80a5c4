import { implementationsCommand } from './commands/implementations.ts';
import { type Terminal, WrongCall } from './commands/run.ts';
import { swapCommand } from './commands/swap.ts';
import { tokenCommand } from './commands/token.ts';
import { StartError } from './start-error.ts';

const help = `pnpm ashlar <command> [--help]

  token             prints an access token of the running platform
  swap              swaps the implementation of a component for a department, and watches it
  implementations   registers an implementation that runs, and has it checked`;

const commands: Readonly<Record<string, (args: readonly string[], terminal: Terminal) => Promise<number>>> = {
  token: tokenCommand,
  swap: swapCommand,
  implementations: implementationsCommand,
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = error instanceof WrongCall ? 2 : 1;
}

async function run(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (command === undefined || command === '--help' || command === '-h') {
    console.log(help);
    return 0;
  }
  const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!known) throw new WrongCall(`There is no command ${command}; --help shows what there is.`);
  return known(rest, {
    input: process.stdin,
    output: process.stdout,
    error: process.stderr,
    env: process.env,
  });
}
