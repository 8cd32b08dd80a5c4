import { runService } from '@ashlar/service-kit';
import { buildApp } from './app.ts';
import { readGatewayConfig } from './config.ts';

try {
  const config = readGatewayConfig();
  const { app, openPorts, close } = await buildApp(config);
  await openPorts();
  await runService({ app, config, close });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
