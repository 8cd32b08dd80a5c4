import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '@ashlar/testkit';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createServiceProcess, type ServiceProcess } from '../src/service-process.ts';

const running: ServiceProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const serve = `
import { createServer } from 'node:http';
console.log(JSON.stringify({ level: 'info', msg: 'began' }));
const server = createServer((_, response) => response.setHeader('connection', 'close').end()).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => { console.log('drained'); server.close(() => process.exit(0)); server.closeIdleConnections(); });
`;

describe('a service process', () => {
  test('is ready when its service is, and its whole log is in the file', async () => {
    const { service, lines, logFile } = await make(serve);
    await service.start();
    expect(service.pid).toBeGreaterThan(0);
    await service.stop();
    expect(service.pid).toBe(0);
    expect(await readFile(logFile, 'utf8')).toMatch(/"began"[\s\S]*drained/);
    expect(lines).toEqual(['stub      drained']);
  });

  test('that is killed comes back, and it is said', async () => {
    const { service, lines } = await make(serve);
    await service.start();
    const before = service.pid;
    await service.kill('SIGKILL');
    expect(lines).toContain('stub was ended by SIGKILL; starting it again in 0.25 s');
    await until(() => lines.includes('stub is ready again'), { what: 'the service to come back' });
    expect(service.pid).not.toBe(before);
  });

  test('that ends before it is ready says why', async () => {
    const { service } = await make(`console.error('DATABASE_URL is missing'); process.exitCode = 1;`);
    await expect(service.start()).rejects.toThrow(/stub did not start:\n {2}DATABASE_URL is missing/);
  });

  test('that keeps dying is started again more and more slowly', async () => {
    const { service, lines, folder } = await make(serve);
    await service.start();
    await writeFile(join(folder, 'src/main.ts'), `throw new Error('broken');`);
    await service.kill('SIGKILL');
    await until(() => lines.some((line) => line.includes('starting it again in 1 s')), {
      what: 'the third restart',
    });
    expect(lines.filter((line) => line.includes('starting it again'))).toEqual([
      expect.stringContaining('in 0.25 s'),
      expect.stringContaining('in 0.5 s'),
      expect.stringContaining('in 1 s'),
    ]);
  });

  test('ends by itself when whoever started it is gone, and its last words are in the log', async () => {
    const mark = `import { writeFileSync, writeSync } from 'node:fs';
      process.on('exit', (code) => { writeSync(1, 'last words'); writeFileSync('ended', String(code)); });`;
    const { folder, port, logFile } = await make(`${mark}${serve}`);
    const starter = join(folder, 'starter.ts');
    const processUrl = new URL('../src/service-process.ts', import.meta.url).href;
    await writeFile(
      starter,
      `import { createServiceProcess } from ${JSON.stringify(processUrl)};
       const options = { name: 'stub', folder: ${JSON.stringify(folder)}, readyUrl: 'http://127.0.0.1:${port}/', logFile: ${JSON.stringify(logFile)} };
       const service = createServiceProcess({ ...options, env: { ...process.env, PORT: '${port}' }, verbose: false, log: () => {} });
       await service.start();
       process.kill(process.pid, 'SIGKILL');`,
    );
    expect(spawnSync(process.execPath, [starter]).signal).toBe('SIGKILL');
    await until(async () => !(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)), {
      what: 'the service to end',
    });
    await until(() => readFile(join(folder, 'ended'), 'utf8').catch(() => undefined), { what: 'its exit' });
    expect(await readFile(join(folder, 'ended'), 'utf8')).toBe('0');
    expect(await readFile(logFile, 'utf8')).toMatch(/drained\nlast words$/);
  });
});

async function make(source: string) {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-service-'));
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'src/main.ts'), source);
  const port = await freePort();
  const lines: string[] = [];
  const logFile = join(folder, 'log');
  const service = createServiceProcess({
    name: 'stub',
    folder,
    readyUrl: `http://127.0.0.1:${port}/`,
    env: { ...process.env, PORT: String(port) },
    logFile,
    verbose: false,
    log: (line) => lines.push(line),
  });
  running.push(service);
  return { service, lines, folder, port, logFile };
}
