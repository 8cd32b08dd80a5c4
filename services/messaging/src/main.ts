import { runComponent } from '@ashlar/component';
import { buildApp } from './app.ts';
import { readMessagingConfig } from './config.ts';
import { migrations } from './migrations.ts';

await runComponent({ readConfig: () => readMessagingConfig(), migrations, buildApp });
