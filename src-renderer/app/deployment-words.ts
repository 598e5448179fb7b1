import type { Connection, DeploymentMode } from '../../src-main/contract/connections.ts';
import { m } from '../../src-main/contract/messages/messages.js';

const modes = {
  saas: m.connections_mode_saas,
  'op-integrated': m.connections_mode_op_integrated,
  'op-independent': m.connections_mode_op_independent,
} satisfies Record<DeploymentMode, () => string>;

export function deploymentWords(mode: DeploymentMode): string {
  return modes[mode]();
}

/** "VDN 53 · OP independent" */
export function vdnAndMode({ vdnId, mode }: Pick<Connection, 'vdnId' | 'mode'>): string {
  return m.connections_vdn_mode({ vdn: vdnId, mode: deploymentWords(mode) });
}
