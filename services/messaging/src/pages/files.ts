import { FaultError, type Handler } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { encodedName } from '../api/secure-message/attachment.ts';
import type { Deps } from '../usecases/deps.ts';
import { confirmAddress, downloadDocument, findDocument, type Opened } from '../usecases/open-document.ts';
import { sendPage } from './render.ts';

type FileDeps = Pick<Deps, 'db' | 'vault' | 'mac' | 'links' | 'now'>;

type FileOperation = 'showFile' | 'openFile' | 'downloadFile';

/** The pages from which people download what services sent them. */
export function filePages(deps: FileDeps): Record<FileOperation, Handler> {
  return {
    async showFile(request, reply) {
      return show(request, reply, await fileOf(deps, request));
    },

    async openFile(request, reply) {
      const file = await fileOf(deps, request);
      if (file.state !== 'asks') return show(request, reply, file);
      const address = fieldOf(request, 'email_address').trim();
      const proof = await confirmAddress(deps, file, address);
      if (proof !== undefined) return show(request, reply, file, { proof });
      const problem =
        address === '' ? 'Enter your email address' : 'Enter the email address the file was sent to';
      return show(request, reply.code(400), file, { problem });
    },

    async downloadFile(request, reply) {
      const file = await fileOf(deps, request);
      const bytes = await downloadDocument(deps, file, fieldOf(request, 'proof'));
      if (!bytes) return show(request, reply, file);
      return reply
        .headers({
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          // Whatever it is, it is saved and not shown: a stranger's file runs nothing here.
          'content-security-policy': "default-src 'none'; sandbox",
          'content-disposition': `attachment; ${encodedName(file.name)}`,
        })
        .type('application/octet-stream')
        .send(bytes);
    },
  };
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function fileOf(deps: FileDeps, request: FastifyRequest): Promise<Opened> {
  const { document_id: id, key } = request.params as { document_id: string; key: string };
  const found = isId.test(id) ? await findDocument(deps, { id, key }) : undefined;
  if (!found) throw new FaultError('not_found');
  return found;
}

function fieldOf(request: FastifyRequest, name: string): string {
  const { [name]: value } = (request.body ?? {}) as Record<string, unknown>;
  return typeof value === 'string' ? value : '';
}

const statuses: Partial<Record<Opened['state'], number>> = { expired: 410, locked: 403 };

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  file: Opened,
  more: { proof?: string; problem?: string } = {},
): FastifyReply {
  const { document_id, key } = request.params as { document_id: string; key: string };
  const status = statuses[file.state];
  if (status !== undefined) reply.code(status);
  const mayDownload = file.state === 'open' || more.proof !== undefined;
  return sendPage(request, reply, {
    view: 'file',
    site: file.serviceName,
    title: `${more.problem ? 'Error: ' : ''}${titles[mayDownload ? 'open' : file.state]}`,
    heading: titles[mayDownload ? 'open' : file.state],
    state: file.state,
    mayDownload,
    service: file.serviceName,
    contact: file.contactLink,
    path: `/files/${document_id}/${key}`,
    name: file.name,
    size: sizeOf(file.size),
    until: dateFormat.format(file.expiresAt),
    ...more,
  });
}

const titles: Readonly<Record<Opened['state'], string>> = {
  open: 'Download your file',
  asks: 'Confirm your email address',
  locked: 'You cannot download this file',
  expired: 'This file is no longer available',
};

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });
