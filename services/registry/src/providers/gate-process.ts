import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CheckAsk, type FromCheck, gatedComponents, type ToCheck } from '@ashlar/conformance/gate';
import { type GateRunAsk, GateRunFailure, type GateRunner, type GateRunResult } from '../domain/ports.ts';

const program = fileURLToPath(import.meta.resolve('@ashlar/conformance/check'));

/** Runs the gate as a child process: it has none of this process's environment, no key, and ends with the channel to it. */
export function createGateRunner(): GateRunner {
  return {
    demandsOf: (component) =>
      Object.hasOwn(gatedComponents, component) ? gatedComponents[component] : undefined,
    run,
  };
}

function run(ask: GateRunAsk): Promise<GateRunResult> {
  const { PATH, TZ, NODE_COMPILE_CACHE: compiled } = process.env;
  const child = fork(program, {
    env: {
      ...(PATH !== undefined && { PATH }),
      ...(TZ !== undefined && { TZ }),
      ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }),
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A child that is gone hears nothing more; its exit says so.
  const tell = (message: ToCheck) => child.connected && child.send(message, () => {});
  const kill = () => child.kill('SIGKILL');
  return new Promise<GateRunResult>((resolve, reject) => {
    let result: GateRunResult | undefined;
    let why = 'it ended early';
    child.on('message', (message: FromCheck) => {
      if (message.kind === 'begun') ask.begun(message.cases);
      else if (message.kind === 'case') ask.done(message.done);
      else if (message.kind === 'result') result = message.result;
      else if (message.kind === 'stopped') why = message.why;
      else {
        const { id, type, claims } = message;
        ask.sign(type, claims).then(
          (token) => tell({ kind: 'signed', id, ...(token !== undefined && { token }) }),
          () => tell({ kind: 'signed', id }),
        );
      }
    });
    child.once('error', (error) => reject(new GateRunFailure('it could not be started', { cause: error })));
    child.once('exit', () => (result ? resolve(result) : reject(new GateRunFailure(why))));
    if (ask.signal.aborted) kill();
    ask.signal.addEventListener('abort', kill, { once: true });
    tell({ kind: 'start', ask: asked(ask) });
  }).finally(() => ask.signal.removeEventListener('abort', kill));
}

function asked({ implementation, settings }: GateRunAsk): CheckAsk {
  const { id, component, base_url: baseUrl, profile = 'core' } = implementation;
  return { component, baseUrl, profile, implementation: id, settings };
}
