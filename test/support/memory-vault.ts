import type { VaultStatus } from '../../src-main/contract/app.ts';
import { SessionVault } from '../../src-main/secrets/session-vault.ts';

/** Stands for a keychain that works: what it holds is there at the next start, if it is given to that. */
export class MemoryVault extends SessionVault {
  constructor() {
    super('keychain_unavailable');
  }

  override status(): VaultStatus {
    return { kind: 'keychain' };
  }
}
