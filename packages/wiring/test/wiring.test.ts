import { describe, expect, test } from '@jest/globals';
import { createWiring, token } from '../src/index.ts';

const Clock = token<() => number>('Clock');
const Greeting = token<{ text: string }>('Greeting');
const Left = token<object>('Left');
const Right = token<object>('Right');

describe('wiring', () => {
  test('a factory runs once and reads its dependencies', () => {
    const wiring = createWiring();
    wiring.value(Clock, () => 7);
    wiring.single(Greeting, (get) => ({ text: `at ${get(Clock)()}` }));
    expect(wiring.get(Greeting)).toEqual({ text: 'at 7' });
    expect(wiring.get(Greeting)).toBe(wiring.get(Greeting));
  });

  test('the last registration before the first read wins', () => {
    const wiring = createWiring();
    wiring.value(Clock, () => 1);
    wiring.value(Clock, () => 2);
    expect(wiring.get(Clock)()).toBe(2);
  });

  test('a missing dependency is named when the graph is verified', () => {
    const wiring = createWiring();
    wiring.single(Greeting, (get) => ({ text: String(get(Clock)()) }));
    expect(() => wiring.verify()).toThrow('Nothing is registered for Clock');
  });

  test('a circle is reported as the path that leads round it', () => {
    const wiring = createWiring();
    wiring.single(Left, (get) => get(Right));
    wiring.single(Right, (get) => get(Left));
    expect(() => wiring.verify()).toThrow('Circular dependency: Left -> Right -> Left');
  });

  test('two graphs share nothing', () => {
    const one = createWiring();
    one.value(Clock, () => 1);
    expect(() => createWiring().get(Clock)).toThrow('Nothing is registered for Clock');
  });
});
