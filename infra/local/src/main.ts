import { helpText, readCommandLine, type StartCommand } from './command-line.ts';
import { startPlatform } from './platform.ts';
import { StartError } from './start-error.ts';
import { summary } from './summary.ts';

try {
  const command = readCommandLine(process.argv.slice(2), process.env);
  if (command.help) console.log(helpText);
  else await run(command);
} catch (error) {
  // A foreseen failure is a sentence; the stack of any other is what will be needed to mend it.
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}

async function run(command: StartCommand): Promise<void> {
  const stopped = new AbortController();
  const stopping = new Promise<void>((resolve) => {
    stopped.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopped.signal.aborted) {
        console.log('Stopping at once.');
        process.exit(1);
      }
      console.log('\nStopping: finishing what is in flight (again to stop at once).');
      stopped.abort();
    });
  }
  const { home, port, bus, kafkaBrokers, postgresUrl, reset, verbose } = command;
  const platform = await startPlatform({
    home,
    port,
    bus,
    kafkaBrokers,
    reset,
    verbose,
    signal: stopped.signal,
    log: (line) => console.log(line),
    ...(postgresUrl === undefined ? {} : { postgresUrl }),
  });
  console.log(summary(platform.env, home));
  await stopping;
  await platform.stop();
  console.log('Stopped; all data is kept.');
  process.exit(0);
}
