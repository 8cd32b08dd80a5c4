// Loaded into each service before its own code: when the process that started it is gone, however it went, the service drains and ends.
if (process.channel) {
  process.once('disconnect', () => {
    // Nobody reads what it prints any more; that must not end it before it has drained.
    process.stdout.on('error', () => {});
    process.stderr.on('error', () => {});
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 20_000).unref();
  });
  // Being told must not by itself keep a service alive.
  process.channel.unref();
}
