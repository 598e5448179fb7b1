import type { Connection } from '../../src-main/contract/connections.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { confirm } from '../ui/confirm.svelte.ts';
import { toasts } from '../ui/toasts.svelte.ts';
import type { App } from './app.ts';
import { vdnAndMode } from './deployment-words.ts';
import { listNames } from './format.ts';
import type { Session } from './session.svelte.ts';

/** What of the session is looked at. */
type Centres = { readonly session: Pick<Session, 'connections' | 'current' | 'demo'> };

/** The connections among these that lead to a real call centre while the demo is in use. */
function realOnes({ session }: Centres, ids: readonly (string | null)[]): Connection[] {
  if (!session.demo) return [];
  return session.connections.filter(({ id, demo }) => !demo && ids.includes(id));
}

/**
 * Whether something may leave for the call centres of these connections. While the demo is in use, nobody expects that
 * a press reaches a real one: that is asked first, with its name.
 * @param ids of the connections; null is one that is not chosen yet
 */
export async function mayReach(app: Centres, ids: readonly (string | null)[]): Promise<boolean> {
  const real = realOnes(app, ids);
  const [first] = real;
  if (first === undefined) return true;
  const name = listNames(real.map((connection) => connection.name));
  return confirm({
    title: m.live_title({ name }),
    text: real.length === 1 ? m.live_text({ name, vdn: vdnAndMode(first) }) : m.live_text_many({ name }),
    action: m.live_action({ name }),
    danger: true,
  });
}

/**
 * Asks before several are sent at one press, with the names of the call centres they go to. Where real ones are not
 * expected, that is the question instead.
 */
export async function maySend(
  app: Centres,
  ids: readonly (string | null)[],
  title: string,
  action: string,
): Promise<boolean> {
  if (realOnes(app, ids).length > 0) return mayReach(app, ids);
  const centres = app.session.connections.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  const text = centres.length > 0 ? m.live_send_text({ name: listNames(centres) }) : m.live_send_nowhere();
  return confirm({ title, text, action });
}

/** How a connection other than the one in use is marked; null for the one in use, and for none. */
export function otherMark(
  { session }: Centres,
  id: string | null,
): { readonly tone: 'demo' | 'warn' | 'neutral'; readonly label: string } | null {
  const connection = session.connections.find((each) => each.id === id);
  if (connection === undefined || id === session.current?.id) return null;
  if (connection.demo) return { tone: 'demo', label: m.shell_demo_mark() };
  return session.demo
    ? { tone: 'warn', label: m.live_mark() }
    : { tone: 'neutral', label: m.live_other_mark() };
}

/**
 * Starts the demo system and uses it. Where a real connection is in use, that is asked first, and the way back is shown.
 * @returns whether the demo is in use now
 */
export async function useDemo({
  session,
  navigation,
}: Pick<App, 'session' | 'navigation'>): Promise<boolean> {
  const before = session.current;
  if (before && !before.demo) {
    const sure = await confirm({
      title: m.live_demo_title({ name: before.name }),
      text: m.live_demo_text({ name: before.name }),
      action: m.live_demo_action(),
    });
    if (!sure) return false;
  }
  if (!(await navigation.mayLeave())) return false;
  const demo = await session.startDemo();
  if (before && before.id !== demo.id) {
    toasts.show({
      tone: 'ok',
      text: m.connections_now_using({ name: demo.name }),
      about: 'connection in use',
      action: {
        label: m.bound_back({ name: before.name }),
        run: () => void navigation.mayLeave().then((may) => (may ? session.use(before) : undefined)),
      },
    });
  }
  return true;
}
