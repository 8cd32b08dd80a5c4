import { runComponent } from '@ashlar/component';
import { buildApp } from '../src/app.ts';
import { readRegistryConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';
import { tokens } from '../src/wiring.ts';

/** A registry that stands still at one point of a swap (`PAUSE_AT`: a step, and `before` or `after`), for a test to kill it there. */
await runComponent({
  readConfig: () => readRegistryConfig(),
  migrations,
  buildApp: (config, resources) =>
    buildApp(config, resources, (wiring) => {
      // The gate has tests of its own.
      wiring.value(tokens.gate, { isAttested: async () => true, isCompatible: async () => true });
      wiring.value(tokens.atStep, async (step, when) => {
        if (`${step} ${when}` !== process.env.PAUSE_AT) return;
        process.stdout.write(`PAUSED ${step}\n`);
        await new Promise(() => {});
      });
    }),
});
