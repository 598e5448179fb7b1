import { DialdeskError } from '../../contract/errors.ts';
import type { ConnectionsTable } from '../../store/connections.ts';

/**
 * Remembers where a connection leads while its call centre is being asked: what was asked of one means nothing in the
 * one that the connection leads to by then.
 * @param chosenFrom the call centre that was chosen from before, where that is known
 * @returns to be called once the answers are there; throws DialdeskError `call_centre_changed`, `not_found` where the
 * connection is gone
 */
export function requireSameCentre(
  connections: Pick<ConnectionsTable, 'centreOf'>,
  connectionId: string | null,
  chosenFrom?: string,
): () => void {
  const centre = (): string | null => (connectionId === null ? null : connections.centreOf(connectionId));
  const before = (connectionId === null ? undefined : chosenFrom) ?? centre();
  return () => {
    const after = centre();
    if (after === before) return;
    if (before === null || after === null) {
      throw new DialdeskError('not_found', 'The connection was removed meanwhile');
    }
    throw new DialdeskError('call_centre_changed', 'The connection was led elsewhere meanwhile', {
      details: { before, after },
    });
  };
}
