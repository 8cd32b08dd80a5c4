import { describe, expect, test } from '@jest/globals';
import { busOf } from '../src/index.ts';

describe('where the bus is', () => {
  test('follows BUS', () => {
    expect(busOf({ bus: 'postgres', busUrl: 'postgres://bus', kafkaBrokers: 'a:9092' })).toEqual({
      kind: 'postgres',
      url: 'postgres://bus',
    });
    expect(busOf({ bus: 'kafka', busUrl: undefined, kafkaBrokers: 'a:9092, b:9092' })).toEqual({
      kind: 'kafka',
      brokers: ['a:9092', 'b:9092'],
    });
  });

  test('is asked for by the name of the variable that is missing', () => {
    expect(() => busOf({ bus: 'postgres', busUrl: undefined, kafkaBrokers: 'a:9092' })).toThrow(/BUS_URL/);
    expect(() => busOf({ bus: 'kafka', busUrl: 'postgres://bus', kafkaBrokers: undefined })).toThrow(
      /KAFKA_BROKERS/,
    );
  });
});
