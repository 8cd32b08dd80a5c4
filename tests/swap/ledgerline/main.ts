import { openApp } from './app.ts';
import { readSettings } from './settings.ts';

/** Ledgerline: payments, core profile, in one process on one SQLite file. See README.md. */
const settings = readSettings(process.env);
const app = await openApp(settings);
for (const seed of settings.seed) {
  const made = await app.seed(seed);
  if (made) console.log(JSON.stringify({ level: 'info', message: 'seeded', ...made }));
}
await new Promise<void>((resolve) => app.server.listen(settings.port, settings.host, resolve));
const address = app.server.address();
console.log(
  JSON.stringify({
    level: 'info',
    message: 'listening',
    port: typeof address === 'object' ? address?.port : settings.port,
  }),
);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
