// Plain JavaScript, so that a Node that cannot read TypeScript still gets to say what is wrong.
const [major] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(
    `Ashlar needs Node 24 or later, and this is Node ${process.versions.node}; install a newer one and start again.`,
  );
  process.exit(1);
}
await import('./src/main.ts');
