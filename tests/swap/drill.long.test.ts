import { components } from './components.ts';
import { payments } from './payments/component.ts';
import { testDrill } from './short-drill.ts';

for (const component of components.filter(({ id }) => id !== payments.id)) testDrill(component);
