import type { AppState } from '../../src-main/contract/app.ts';
import type { SourceInfo } from '../../src-main/contract/call-list.ts';
import { defaultSigning, type Connection } from '../../src-main/contract/connections.ts';
import type { ServerState } from '../../src-main/contract/server-state.ts';

/** A connection as main shows it to the window. */
export function shownConnection(more: Partial<Connection> = {}): Connection {
  return {
    id: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
    name: 'Shenzhen prod',
    isales: { host: 'isales.example.com', port: 28050 },
    ccfs: { host: '10.21.124.175', port: 28443 },
    vdnId: 53,
    accessKey: 'AK7Q2M',
    mode: 'op-independent',
    trust: { kind: 'system' },
    signing: { ...defaultSigning },
    voiceLimitMb: 5,
    voiceCodec: 'alaw',
    demo: false,
    secretSaved: true,
    ...more,
  };
}

/** A file server that was just tried, and is in order. */
export const readyServerState: ServerState = {
  at: 1,
  tried: null,
  reachable: true,
  login: true,
  writable: true,
  free: null,
  weak: [],
  error: null,
};

/** A text file with a header, which needs a mapping. */
export function sampleSource(more: Partial<SourceInfo> = {}): SourceInfo {
  return {
    name: 'list.csv',
    size: 10,
    kind: 'text',
    sheets: [],
    sheet: null,
    garbled: [],
    markColumns: [],
    otherLists: [],
    unreadableSheets: [],
    headerRow: 1,
    headers: ['Phone', 'City'],
    sample: [['138', 'Bern']],
    template: false,
    ignoredColumns: [],
    encoding: 'utf-8',
    encodingCertainty: 'certain',
    encodingExamples: [],
    delimiter: ',',
    maybeDelimiter: null,
    ...more,
  };
}

/** The app's state at a first start with a keychain. */
export function appState(more: Partial<AppState> = {}): AppState {
  return {
    version: '0.1.0',
    platform: 'linux',
    language: 'en',
    languageChoice: 'system',
    theme: 'system',
    vault: { kind: 'keychain' },
    connectionId: null,
    dataFolder: '/data',
    logFolder: '/data/logs',
    ...more,
  };
}
