// node src/main.ts setup|prepare|seed: the steps of docker/compose.yaml that end, in this order. Each is safe to repeat.
import { StartError } from '@ashlar/local';
import { prepare } from './prepare.ts';
import { seed } from './seed.ts';
import { readSettings } from './settings.ts';
import { setup } from './setup.ts';

const steps: Readonly<Record<string, typeof setup>> = { setup, prepare, seed };

try {
  const name = process.argv[2] ?? '';
  const step = steps[name];
  if (!step) throw new StartError(`There is no step "${name}"; there are ${Object.keys(steps).join(', ')}.`);
  await step(readSettings(process.env), (line) => console.log(line));
} catch (error) {
  // A foreseen failure is a sentence; the stack of any other is what will be needed to mend it.
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}
