import type { ConnectionSettings } from '../../src-main/contract/connections.ts';
import { defaultSigning } from '../../src-main/contract/connections.ts';

/** Settings of a connection that fit the contract; `change` replaces some. */
export function sampleConnection(change: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return {
    name: 'Headquarters',
    isales: { host: 'isales.example.com', port: 28050 },
    ccfs: { host: 'ccfs.example.com', port: 28443 },
    vdnId: 17,
    accessKey: 'access-key',
    mode: 'saas',
    trust: { kind: 'system' },
    signing: defaultSigning,
    voiceLimitMb: 5,
    voiceCodec: 'alaw',
    ...change,
  };
}
