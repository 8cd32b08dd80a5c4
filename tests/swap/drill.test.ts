import { payments } from './payments/component.ts';
import { testDrill } from './short-drill.ts';

// Those of the other components take minutes: drill.long.test.ts.
testDrill(payments);
