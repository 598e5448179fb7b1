import { existsSync } from 'node:fs';
import type { ParsedKey } from 'ssh2';
import { DialdeskError } from '../contract/errors.ts';
import { keyFingerprint } from './private-key.ts';
import { loadSsh2 } from './ssh2.ts';

/** OpenSSH for Windows listens on this pipe; Pageant is reached by ssh2 under its own name. */
const windowsPipe = '\\\\.\\pipe\\openssh-ssh-agent';

/** A key that an agent holds. */
export interface AgentKey {
  readonly type: string;
  readonly fingerprint: string;
  readonly comment: string;
}

/** Where the system's SSH agent listens: a socket, a Windows pipe, `pageant`; null where there is none. */
export function systemAgent(
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | null {
  const named = environment['SSH_AUTH_SOCK'];
  if (named) return named;
  if (platform !== 'win32') return null;
  return exists(windowsPipe) ? windowsPipe : 'pageant';
}

/**
 * The keys an agent holds. Rejects with `login_refused`, details.reason 'agent_unreachable', when none answers
 * within five seconds.
 */
export async function agentKeys(agent: string): Promise<AgentKey[]> {
  const unreachable = (cause: unknown): DialdeskError =>
    new DialdeskError('login_refused', 'the SSH agent does not answer', {
      details: { reason: 'agent_unreachable' },
      cause,
    });
  const { promise, resolve, reject } = Promise.withResolvers<readonly unknown[]>();
  const late = setTimeout(() => reject(unreachable('no answer')), 5_000);
  try {
    loadSsh2()
      .createAgent(agent)
      .getIdentities((error, keys) => {
        if (error) reject(unreachable(error));
        else resolve(keys ?? []);
      });
    return (await promise).flatMap(shown);
  } catch (error) {
    throw error instanceof DialdeskError ? error : unreachable(error);
  } finally {
    clearTimeout(late);
  }
}

/** ssh2 gives parsed keys, and leaves out of them what it cannot read. */
function shown(key: unknown): AgentKey[] {
  const { type, comment, getPublicSSH } = key as Partial<ParsedKey>;
  if (type === undefined || getPublicSSH === undefined) return [];
  return [{ type, fingerprint: keyFingerprint((key as ParsedKey).getPublicSSH()), comment: comment ?? '' }];
}
