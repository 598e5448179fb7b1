import type { StoredConnection } from '../../store/connections.ts';
import type { BackedConnection } from './backup-format.ts';

/** A connection that is here, and what a backup's was matched with it by. */
export interface Match {
  readonly by: 'id' | 'name';
  readonly here: StoredConnection;
}

/**
 * Matches a backup's connections with those that are here: by ID first, then by name among those that are left, so
 * that one can be imported on a workstation where somebody has already typed it in. None is matched twice, and a name
 * that several have matches none of them.
 * @param backed null for one that cannot be read
 * @returns a match or null for each, in their order
 */
export function matchConnections(
  backed: readonly (BackedConnection | null)[],
  here: readonly StoredConnection[],
): (Match | null)[] {
  const left = new Set(here);
  const take = (by: Match['by'], found: StoredConnection | undefined): Match | null => {
    if (found === undefined || !left.delete(found)) return null;
    return { by, here: found };
  };
  const byId = backed.map((each) =>
    take(
      'id',
      here.find(({ id }) => id === each?.id),
    ),
  );
  return backed.map((each, index) => {
    const match = byId[index] ?? null;
    if (match !== null || each === null) return match;
    const alike = [...left].filter(({ settings }) => named(settings.name) === named(each.settings.name));
    return alike.length === 1 ? take('name', alike[0]) : null;
  });
}

function named(name: string): string {
  return name.trim().toLowerCase();
}
