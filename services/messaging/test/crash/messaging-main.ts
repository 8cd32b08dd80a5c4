import { runComponent } from '@ashlar/component';
import { buildApp } from '../../src/app.ts';
import { readMessagingConfig } from '../../src/config.ts';
import type { Carrier } from '../../src/domain/ports.ts';
import { migrations } from '../../src/migrations.ts';
import { neverReached } from '../../src/providers/http.ts';
import { createSmtp } from '../../src/providers/smtp.ts';
import { tokens } from '../../src/wiring.ts';
import { carriersOf } from '../carriers.ts';

/** The service as it runs in earnest, but that its provider `sandbox` is the carrier of texts at CARRIER_URL, in another process. */
const texts: Carrier = {
  remembers: true,
  async send({ key, to }) {
    try {
      const answer = await fetch(process.env.CARRIER_URL ?? '', {
        method: 'POST',
        body: JSON.stringify({ key, to }),
        signal: AbortSignal.timeout(5000),
      });
      if ((await answer.text()) !== 'taken') throw new Error('The carrier did not answer');
      return 'accepted';
    } catch (error) {
      if (neverReached(error)) return 'not_sent';
      throw error;
    }
  },
  outcome: async () => 'delivered',
};
const mails = createSmtp(process.env.SMTP_URL ?? '');

await runComponent({
  readConfig: () => readMessagingConfig(),
  migrations,
  buildApp: (config, resources) =>
    buildApp(config, resources, (wiring) =>
      wiring.value(tokens.providers, {
        ...carriersOf(texts),
        get: (id) => (id === 'smtp' ? mails : texts),
        idsFor: (channel) => (channel === 'email' ? ['smtp'] : ['sandbox']),
        close: () => mails.close?.(),
      }),
    ),
});
