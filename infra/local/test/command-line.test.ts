import { describe, expect, test } from '@jest/globals';
import { helpText, readCommandLine, readHome } from '../src/command-line.ts';

describe('the command line', () => {
  test('without anything is PostgreSQL on 8080 in .ashlar', () => {
    expect(readCommandLine([], {})).toMatchObject({
      home: expect.stringMatching(/\/\.ashlar$/),
      port: 8080,
      bus: 'postgres',
      postgresUrl: undefined,
      reset: false,
      verbose: false,
    });
  });

  test('takes Kafka with its brokers', () => {
    const env = { KAFKA_BROKERS: '127.0.0.1:9092, 127.0.0.1:9093', ASHLAR_PORT: '9080' };
    expect(readCommandLine(['--', '--bus', 'kafka', '--reset'], env)).toMatchObject({
      port: 9080,
      bus: 'kafka',
      kafkaBrokers: ['127.0.0.1:9092', '127.0.0.1:9093'],
      reset: true,
    });
  });

  test.each<[string[], NodeJS.ProcessEnv, string]>([
    [['--colour'], {}, "Unknown option '--colour'; --help shows what there is."],
    [['extra'], {}, '--help'],
    [['--bus'], {}, '--help'],
    [['--bus', 'rabbit'], {}, '--bus takes postgres or kafka.'],
    [['--bus', 'kafka'], {}, 'KAFKA_BROKERS'],
    [['--bus', 'kafka'], { KAFKA_BROKERS: 'here' }, 'KAFKA_BROKERS takes host:port'],
    [[], { ASHLAR_PORT: '70000' }, 'ASHLAR_PORT'],
    [[], { ASHLAR_PORT: '80x' }, 'ASHLAR_PORT'],
    [[], { ASHLAR_POSTGRES_URL: 'mysql://x' }, 'ASHLAR_POSTGRES_URL'],
  ])('%j with %j is refused in one sentence', (args, env, sentence) => {
    expect(() => readCommandLine(args, env)).toThrow(sentence);
  });

  test('names every flag and variable in its help', () => {
    for (const name of [
      '--bus',
      '--reset',
      '--verbose',
      'ASHLAR_PORT',
      'ASHLAR_HOME',
      'ASHLAR_POSTGRES_URL',
    ]) {
      expect(helpText).toContain(name);
    }
  });

  test('takes a home from where the command was typed', () => {
    expect(readHome({ ASHLAR_HOME: 'here', INIT_CWD: '/somewhere' })).toBe('/somewhere/here');
  });
});
