import { withPlatform } from '../journeys/platform.ts';
import { measureThroughput } from './throughput.ts';

await withPlatform('postgres', async (platform) => {
  const r = await measureThroughput(platform, 4, 3);
  console.log(JSON.stringify(r));
});
