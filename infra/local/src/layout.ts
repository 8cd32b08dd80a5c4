import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { repository } from './command-line.ts';

/** One process of the platform. */
export interface ServiceLayout {
  name: string;
  /** Absolute. */
  folder: string;
  port: number;
  /** Its own loopback root. */
  url: string;
  /** The name of its database, if it has one. */
  database: string | undefined;
}

/** One component for one department, at a port of the gateway. */
export interface EntryPointLayout {
  /** The name of its address in demo.env. */
  name: string;
  component: string;
  department: string;
  port: number;
  url: string;
}

/** Where everything is, for one ASHLAR_PORT. */
export interface Layout {
  gatewayUrl: string;
  services: readonly ServiceLayout[];
  entryPoints: readonly EntryPointLayout[];
  /** Where the mailbox takes mail by SMTP. */
  mailPort: number;
  postgresPort: number;
}

/** Works out every port from the gateway's, as `file` declares them; by default infra/local/services.yaml does. */
export function readLayout(port: number, file: string = ownServices): Layout {
  const declared: Declaration = parse(readFileSync(file, 'utf8'));
  return {
    gatewayUrl: loopback(port),
    services: declared.services.map(({ name, folder, port: offset, database }) => ({
      name,
      folder: resolve(repository, folder),
      port: port + offset,
      url: loopback(port + offset),
      database,
    })),
    entryPoints: declared.entryPoints.map(({ port: offset, ...entryPoint }) => ({
      ...entryPoint,
      port: port + offset,
      url: loopback(port + offset),
    })),
    mailPort: port + declared.mail.port,
    postgresPort: port + declared.postgres.port,
  };
}

/** Finds a service by name. Throws when there is none. */
export function serviceNamed(layout: Layout, name: string): ServiceLayout {
  const service = layout.services.find((one) => one.name === name);
  if (!service) throw new Error(`There is no service ${name}`);
  return service;
}

/** Whether the platform has a registry for its gateway to follow. */
export function hasRegistry({ services }: Layout): boolean {
  return services.some(({ name }) => name === 'registry');
}

const ownServices = fileURLToPath(new URL('../services.yaml', import.meta.url));

interface Declaration {
  services: { name: string; folder: string; port: number; database?: string }[];
  entryPoints: { name: string; component: string; department: string; port: number }[];
  mail: { port: number };
  postgres: { port: number };
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}
