import { closeSync, openSync } from 'node:fs';

// Loaded into each service before its own code: when the process that started it is gone, however it went, the service drains and ends.
if (process.channel) {
  process.once('disconnect', () => {
    // The pipes have no reader any more. Their numbers are given to the log file, so that the drain is on record too, and a logger
    // that repeats its last write until it works can end.
    for (const output of [1, 2]) {
      closeSync(output);
      openSync(process.env.ASHLAR_LOG_FILE ?? '/dev/null', 'a');
    }
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 20_000).unref();
  });
  // Being told must not by itself keep a service alive.
  process.channel.unref();
}
