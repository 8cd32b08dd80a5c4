import { runComponent } from '@ashlar/component';
import { buildApp } from './app.ts';
import { readIdentityConfig } from './config.ts';
import { migrations } from './migrations.ts';

await runComponent({ readConfig: () => readIdentityConfig(), migrations, buildApp });
