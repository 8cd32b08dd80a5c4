import { createInterface } from 'node:readline/promises';
import type { Implementation } from './find.ts';
import { type Terminal, WrongCall } from './run.ts';

/**
 * Asks whether the thumbprint of an implementation's key is the one that its operators tell, and answers it. Throws a `WrongCall` when it is not, and where there is nobody
 * to ask.
 */
export async function confirmed(terminal: Terminal, candidate: Implementation): Promise<string> {
  const { name, base_url, version, key_thumbprint: thumbprint } = candidate;
  if (thumbprint === undefined) {
    throw new WrongCall(
      `${name} is registered without a key, so nothing could be handed over to it: register it again with pnpm ashlar implementations register.`,
    );
  }
  if (!terminal.input.isTTY) {
    throw new WrongCall(
      `Everything is encrypted to the key of ${name}. Compare its thumbprint with what its operators say, and pass it: --thumbprint ${thumbprint}`,
    );
  }
  const prompt = createInterface({ input: terminal.input, output: terminal.error });
  const question = `Everything that the department has is handed over to ${name} ${version} at ${base_url}, encrypted to the key with the thumbprint\n\n  ${thumbprint}\n\nIs that what its operators told you? (yes/no) `;
  const answer = await prompt.question(question).finally(() => prompt.close());
  if (/^y(es)?$/i.test(answer.trim())) return thumbprint;
  throw new WrongCall('Nothing was done.');
}
