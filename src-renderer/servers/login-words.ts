import type { FileServer } from '../../src-main/contract/servers.ts';
import { m } from '../../src-main/contract/messages/messages.js';

/** How this workstation logs in to a server, in a few words. */
export function loginWords({ reach, passwordSaved }: Pick<FileServer, 'reach' | 'passwordSaved'>): string {
  switch (reach.login) {
    case 'password':
      return passwordSaved ? m.servers_login_password_saved() : m.servers_login_password_missing();
    case 'key':
      return reach.keySaved ? m.servers_login_key() : m.servers_login_key_missing();
    case 'agent':
      return m.servers_login_agent();
    case 'questions':
      return m.servers_login_questions();
  }
}
