import { randomUUID } from 'node:crypto';
import type { Transfer } from '../../src-main/contract/transfers.ts';

/** An upload that is under way; `change` replaces some of it. */
export function sampleTransfer(change: Partial<Transfer> = {}): Transfer {
  return {
    id: randomUUID(),
    direction: 'upload',
    connectionId: randomUUID(),
    serverId: '42',
    server: '192.0.2.1',
    name: 'leads.xlsx',
    folder: '/home/sftp',
    savedAs: null,
    state: 'running',
    bytes: 0,
    total: 1000,
    bytesPerSecond: null,
    secondsLeft: null,
    verify: 'size',
    error: null,
    retryAt: null,
    replaced: null,
    sha256: null,
    createdAt: 0,
    ...change,
  };
}
