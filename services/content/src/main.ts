import { runComponent } from '@ashlar/component';
import { buildApp } from './app.ts';
import { readContentConfig } from './config.ts';
import { migrations } from './migrations.ts';

await runComponent({ readConfig: () => readContentConfig(), migrations, buildApp });
