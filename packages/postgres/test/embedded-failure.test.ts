import { expect, test } from '@jest/globals';
import { explainError, explainOutput } from '../src/embedded/failure.ts';

const place = { folder: '/data/postgres', port: 5432 };

// What initdb, postgres and the dynamic loader print in each case.
test.each([
  [
    'missing_library',
    '/x/bin/postgres: error while loading shared libraries: libicuuc.so.60: cannot open shared object file: No such file or directory\n',
    'libicuuc.so.60',
  ],
  [
    'unsupported_platform',
    "/x/bin/postgres: /lib/libc.so.6: version `GLIBC_2.27' not found (required by x)\n",
    'too old',
  ],
  [
    'disk_full',
    'creating configuration files ... ok\nrunning bootstrap script ... 2026-11-24 18:30:38 UTC [7] FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device\nchild process exited with exit code 1\n',
    'is full',
  ],
  [
    'port_taken',
    '2026-11-24 18:30:38 UTC [7] LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\n2026-11-24 18:30:38 UTC [7] FATAL:  could not create any TCP/IP sockets\n',
    'Port 5432',
  ],
  [
    'no_permission',
    'initdb: error: could not change permissions of directory "/data/postgres/data.new": Operation not permitted\n',
    'may not write',
  ],
  [
    'failed',
    '2026-11-24 [7] PANIC:  could not locate a valid checkpoint record at 0/1\n',
    'could not locate a valid checkpoint',
  ],
  ['failed', '', 'no reason given'],
])('%s is read out of what was printed', (code, output, words) => {
  const error = explainOutput(output, place);
  expect(error).toMatchObject({
    name: 'EmbeddedPostgresError',
    code,
    message: expect.stringContaining(words),
  });
  expect(error.message).not.toContain('\n');
});

test('errors of the file system become sentences, others stay', () => {
  const named = (code: string) => Object.assign(new Error(code), { code });
  expect(explainError(named('ENOSPC'), place)).toMatchObject({ code: 'disk_full' });
  expect(explainError(named('EACCES'), place)).toMatchObject({ code: 'no_permission' });
  const other = named('ENOENT');
  expect(explainError(other, place)).toBe(other);
});
