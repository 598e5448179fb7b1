import type { StoredConnection } from '../../store/connections.ts';
import { defaultLimits, type VoiceLimits } from '../../audio/inspect.ts';

/** The size limit of a connection's system, or the default without a connection. */
export function limitsOf(connection: StoredConnection | null): VoiceLimits {
  if (connection === null) return defaultLimits;
  return { maxBytes: Math.floor(connection.settings.voiceLimitMb * 1_048_576) };
}
