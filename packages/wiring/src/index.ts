// tsyringe throws on import unless the polyfill is loaded first, so both are imported here and nowhere else.
import 'reflect-metadata';
import { container, type DependencyContainer, instanceCachingFactory } from 'tsyringe';

/** The name under which one dependency of type `T` is registered and read. */
export interface Token<T> {
  readonly name: string;
  readonly key: symbol;
  /** Carries `T` for the compiler only; never set. */
  readonly type?: T;
}

/** The dependency graph of one app. Use it in this order: register, override, `verify`, then serve. */
export interface Wiring {
  /** Registers a ready value. The last registration before the first `get` wins. */
  value<T>(token: Token<T>, value: T): void;
  /** Registers a factory that runs once, when the token is first read. */
  single<T>(token: Token<T>, make: (get: Wiring['get']) => T): void;
  /** Reads a dependency; throws an `Error` that names the token if nothing is registered, or the path if it needs itself. */
  get<T>(token: Token<T>): T;
  /** Builds everything that is registered, so that a missing or circular dependency stops the start and not a request. */
  verify(): void;
}

/** Makes a token. `name` shows in error messages only. */
export function token<T>(name: string): Token<T> {
  return { name, key: Symbol(name) };
}

/** Makes an empty graph in a container of its own, so that two apps in one process share nothing. */
export function createWiring(): Wiring {
  const own: DependencyContainer = container.createChildContainer();
  const registered = new Set<Token<unknown>>();
  const path: string[] = [];

  const get = <T>(token: Token<T>): T => {
    if (!own.isRegistered(token.key)) throw new Error(`Nothing is registered for ${token.name}`);
    return own.resolve<T>(token.key);
  };

  const guarded = <T>(token: Token<T>, make: (get: Wiring['get']) => T) => {
    if (path.includes(token.name)) {
      throw new Error(`Circular dependency: ${[...path, token.name].join(' -> ')}`);
    }
    path.push(token.name);
    try {
      return make(get);
    } finally {
      path.pop();
    }
  };

  return {
    value(token, value) {
      registered.add(token);
      own.register(token.key, { useValue: value });
    },
    single(token, make) {
      registered.add(token);
      own.register(token.key, { useFactory: instanceCachingFactory(() => guarded(token, make)) });
    },
    get,
    verify() {
      for (const token of registered) get(token);
    },
  };
}
