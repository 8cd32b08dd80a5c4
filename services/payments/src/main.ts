import { runComponent } from '@ashlar/component';
import { buildApp } from './app.ts';
import { readPaymentsConfig } from './config.ts';
import { migrations } from './migrations.ts';

await runComponent({ readConfig: () => readPaymentsConfig(), migrations, buildApp });
