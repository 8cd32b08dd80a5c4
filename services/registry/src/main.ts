import { runComponent } from '@ashlar/component';
import { buildApp } from './app.ts';
import { readRegistryConfig } from './config.ts';
import { migrations } from './migrations.ts';

await runComponent({ readConfig: () => readRegistryConfig(), migrations, buildApp });
