import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/**
 * A fenced block of a guide that a reader carries out. Its info string says how:
 * `ts file=PATH` writes a new file, `yaml file=PATH after="TEXT"` puts the block under the first line that holds TEXT,
 * `sh run` runs it in the workspace. Blocks without either are only read.
 */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'insert'; readonly file: string; readonly after: string; readonly text: string }
  | { readonly kind: 'run'; readonly text: string };

const repository = new URL('../..', import.meta.url).pathname;
const FENCE = /^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm;

/** The steps of a guide, in order. Throws for a block that says it is carried out but not how. */
export function stepsOf(markdown: string): Step[] {
  return [...markdown.matchAll(FENCE)].flatMap(([, , info = '', text = '']): Step[] => {
    const file = /\bfile=(\S+)/.exec(info)?.[1];
    const after = /\bafter="([^"]+)"/.exec(info)?.[1];
    if (/\brun\b/.test(info)) return [{ kind: 'run', text }];
    if (file && after) return [{ kind: 'insert', file, after, text }];
    if (file) return [{ kind: 'write', file, text }];
    if (info.trim() !== '') throw new Error(`A block says ${info.trim()}, which is no instruction`);
    return [];
  });
}

/**
 * Copies the workspace to `folder`, without its history and data. Its own packages resolve inside the copy, since the links between
 * them are relative; what comes from outside is shared.
 */
export async function copyWorkspace(folder: string): Promise<void> {
  const skip = new Set(['.git', '.ashlar', '.turbo', 'node_modules']);
  for (const name of await readdir(repository)) {
    if (skip.has(name)) continue;
    await cp(join(repository, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  for (const name of await readdir(join(repository, 'node_modules'))) {
    const from = join(repository, 'node_modules', name);
    if (name === '.pnpm') await symlink(from, join(modules, name));
    else if (!name.startsWith('.') || name === '.bin') {
      await cp(from, join(modules, name), { recursive: true, verbatimSymlinks: true });
    }
  }
}

/** Carries out the steps in `folder`, one after another, with `env` added for the commands. Throws with a command's output when it fails. */
export async function carryOut(
  steps: readonly Step[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'run') await run(step.text, folder, env);
    else await write(step, join(folder, step.file));
  }
}

/** Carries out a guide of `docs/guides` that extends Ashlar, in a workspace of its own. Throws when it lacks a step of some kind, or one fails. */
export async function carryOutInCopy(name: string): Promise<void> {
  const steps = stepsOf(await readFile(join(repository, 'docs/guides', name), 'utf8'));
  for (const kind of ['insert', 'write', 'run'])
    if (!steps.some((step) => step.kind === kind)) throw new Error(`${name} has no step of the kind ${kind}`);
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  try {
    await copyWorkspace(folder);
    await carryOut(steps, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function write(step: Exclude<Step, { kind: 'run' }>, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (step.kind === 'write') return writeFile(path, step.text);
  const lines = (await readFile(path, 'utf8')).split('\n');
  const at = lines.findIndex((line) => line.includes(step.after));
  if (at < 0) throw new Error(`${step.file} has no line with ${step.after}`);
  lines.splice(at + 1, 0, step.text.replace(/\n$/, ''));
  return writeFile(path, lines.join('\n'));
}

async function run(command: string, cwd: string, added: Readonly<Record<string, string>>): Promise<void> {
  const bin = join(cwd, 'node_modules/.bin');
  const env = { ...process.env, ...added, PATH: `${bin}:${process.env.PATH}`, NODE_OPTIONS: '' };
  try {
    await promisify(execFile)('sh', ['-ec', command], { cwd, env, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command.trim()} failed:\n${stdout.slice(-3000)}\n${stderr.slice(-5000)}`);
  }
}
