import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElectronApplication } from 'playwright/test';
import { contract } from '../../../src-main/contract/index.ts';
import { contentPolicy } from '../../../src-main/shell/content-policy.ts';
import { expect, test, type CleanUp } from '../app.ts';
import { startUntilEnd } from './refused-start.ts';

// Electron's checklist, point by point: docs/security-checklist.md says which test holds which point.
test.use({ provokesContentPolicy: true });

/** What the wrapper around every handler gives back. */
interface Answer {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly fields?: readonly { path: string; rule: string }[] };
}

/** A page of somebody else's, without encryption; gives its address and what was asked for there. */
async function elsewhere(cleanUp: CleanUp): Promise<{ url: string; asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test.describe('the window can do nothing that Dialdesk does not need', () => {
  test('it is sandboxed, isolated, without Node and without anything experimental', async ({ launch }) => {
    const { app, page } = await launch();
    const preferences = await app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      // undocumented, and the only way to read what a window was made with
      const made = contents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return made.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
    });
    expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
    const globals = await page.evaluate(() => [
      typeof globalThis.process,
      typeof Reflect.get(globalThis, 'require'),
    ]);
    expect(globals).toEqual(['undefined', 'undefined']);
    // and no switch of Chromium takes away what they promise
    const set = await app.evaluate(({ app: electron }) =>
      [
        'disable-web-security',
        'allow-running-insecure-content',
        'ignore-certificate-errors',
        'disable-site-isolation-trials',
        'enable-experimental-web-platform-features',
        'enable-blink-features',
        'unsafely-treat-insecure-origin-as-secure',
      ].filter((name) => electron.commandLine.hasSwitch(name)),
    );
    expect(set).toEqual([]);
  });

  test('it cannot navigate away', async ({ launch }) => {
    const { app, page } = await launch();
    await app.evaluate(({ webContents }) => {
      const world = globalThis as { refused?: Promise<boolean> };
      world.refused = new Promise((resolve) => {
        const [contents] = webContents.getAllWebContents();
        // asked after the app's own listener, which was there first
        contents?.once('will-navigate', ({ defaultPrevented }) => resolve(defaultPrevented));
      });
    });
    const before = page.url();
    await page.evaluate(() => void (location.href = 'https://example.invalid/'));
    expect(await app.evaluate(() => (globalThis as { refused?: Promise<boolean> }).refused)).toBe(true);
    expect(await page.evaluate(() => location.href)).toBe(before);
  });

  test('it cannot open windows, nor anything outside of Dialdesk', async ({ launch }) => {
    const { app, page } = await launch();
    await app.evaluate(({ shell }) => {
      const world = globalThis as { opened?: string[] };
      world.opened = [];
      shell.openExternal = (url) => Promise.resolve(void world.opened?.push(url));
    });
    const handles = await page.evaluate(() =>
      ['https://example.invalid/', 'app://dialdesk/', 'mailto:a@example.invalid', 'file:///etc/passwd'].map(
        (url) => window.open(url),
      ),
    );
    expect(handles).toEqual([null, null, null, null]);
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://example.invalid/';
      link.target = '_blank';
      document.body.append(link);
      link.click();
    });
    // main answers in order: what the link asked for is decided before this
    expect(await app.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([]);
    expect(app.windows()).toHaveLength(1);
  });

  test('it gets no permission, neither by asking nor unasked', async ({ launch }) => {
    const { page } = await launch();
    const answers = await page.evaluate(async () => {
      const states = await Promise.all(
        (['geolocation', 'notifications', 'clipboard-read', 'camera', 'microphone'] as const).map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      );
      const place = await new Promise<number>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve(0),
          ({ code }) => resolve(code),
        ),
      );
      const midi = await navigator.requestMIDIAccess().then(
        () => 'granted',
        (error: unknown) => (error as Error).name,
      );
      return { states, place, midi, notifications: await Notification.requestPermission() };
    });
    expect(new Set(answers.states)).toEqual(new Set(['denied']));
    // PERMISSION_DENIED: where it is granted, this machine has no position to tell, which is another code
    expect(answers).toMatchObject({ place: 1, midi: 'NotAllowedError', notifications: 'denied' });
  });

  test('it runs no script but its own', async ({ launch }) => {
    const { page } = await launch();
    const outcome = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      );
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      document.head.append(inline);
      // as text for a timer: what the debugger evaluates directly is exempt from the policy
      // oxlint-disable-next-line typescript/no-implied-eval -- that is what is tried
      setTimeout('window.textRan = true', 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return {
        ran: ['inlineRan', 'textRan'].filter((name) => Reflect.has(window, name)),
        violations,
      };
    });
    expect(outcome.ran).toEqual([]);
    expect(outcome.violations).toEqual(expect.arrayContaining(['script-src-elem', 'script-src']));
  });

  test('it loads nothing from elsewhere: its policy is strict, and comes with every file', async ({
    launch,
    cleanUp,
  }) => {
    const { page } = await launch();
    const sent = await page.evaluate(async () => {
      const { headers } = await fetch('app://dialdesk/index.html');
      return headers.get('content-security-policy');
    });
    expect(sent).toBe(contentPolicy);
    expect(contentPolicy).not.toMatch(/unsafe-|\*|https?:/);
    expect(contentPolicy).toContain("default-src 'none'");

    const { url, asked } = await elsewhere(cleanUp);
    const outcomes = await page.evaluate(async (address) => {
      const loaded = (element: HTMLElement): Promise<string> => {
        const settled = new Promise<string>((resolve) => {
          element.addEventListener('load', () => resolve('loaded'));
          element.addEventListener('loadeddata', () => resolve('loaded'));
          element.addEventListener('error', () => resolve('refused'));
          document.addEventListener('securitypolicyviolation', () => resolve('refused'), { once: true });
        });
        document.body.append(element);
        return settled;
      };
      const make = <Name extends keyof HTMLElementTagNameMap>(
        name: Name,
        given: Partial<HTMLElementTagNameMap[Name]>,
      ) => Object.assign(document.createElement(name), given);
      const found: string[] = [];
      // one after the other, so that each violation is of the one that is tried
      found.push(await loaded(make('script', { src: `${address}/script` })));
      found.push(await loaded(make('link', { rel: 'stylesheet', href: `${address}/style` })));
      found.push(await loaded(make('img', { src: `${address}/img` })));
      found.push(await loaded(make('audio', { src: `${address}/audio` })));
      found.push(await loaded(make('iframe', { src: `${address}/frame` })));
      found.push(
        await fetch(`${address}/fetch`).then(
          () => 'loaded',
          () => 'refused',
        ),
      );
      return found;
    }, url);
    expect(asked).toEqual([]);
    expect(new Set(outcomes)).toEqual(new Set(['refused']));
  });

  test('app:// serves nothing but the window’s own files, and file:// nothing', async ({ launch }) => {
    const { page } = await launch();
    expect(page.url()).toMatch(/^app:\/\/dialdesk\//);
    const statuses = await page.evaluate(() =>
      Promise.all(
        [
          'app://dialdesk/../package.json',
          'app://dialdesk/%2e%2e/main/main.js',
          'app://dialdesk/..%2f..%2fpackage.json',
          'app://dialdesk/index.html',
          'file:///etc/hostname',
        ].map((url) =>
          fetch(url).then(
            ({ status }) => status,
            () => 'refused',
          ),
        ),
      ),
    );
    expect(statuses).toEqual([404, 404, 404, 200, 'refused']);
  });

  test('web views are refused even in a window that could have them', async ({ launch }) => {
    const { app } = await launch();
    const guests = await app.evaluate(async ({ BrowserWindow, webContents }) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
      await foreign.loadURL('data:text/html,<p>not ours</p>');
      const attached = new Promise((resolve) => {
        foreign.webContents.once('did-attach-webview', () => resolve('attached'));
        // asked after the app's own listener, which was there first
        foreign.webContents.once('will-attach-webview', ({ defaultPrevented }) => {
          if (defaultPrevented) resolve('refused');
        });
      });
      await foreign.webContents.executeJavaScript(
        `document.body.innerHTML = '<webview src="data:text/html,guest" allowpopups nodeintegration></webview>'; 0`,
      );
      const outcome = await attached;
      const kinds = webContents.getAllWebContents().map((contents) => contents.getType());
      foreign.destroy();
      return { outcome, guests: kinds.filter((kind) => kind === 'webview') };
    });
    expect(guests).toEqual({ outcome: 'refused', guests: [] });
  });
});

test.describe('main refuses loudly', () => {
  test('a payload that does not fit the contract', async ({ launch }) => {
    const { page } = await launch();
    const answers = await page.evaluate(async () => {
      const { connections, outbox, callLists } = window.dialdesk as unknown as Record<
        string,
        Record<string, (argument?: unknown) => Promise<unknown>>
      >;
      return Promise.all([
        connections?.['use']?.({ id: '../../etc' }),
        outbox?.['list']?.({ limit: 1e9 }),
        callLists?.['open']?.({ token: '/etc/passwd' }),
        callLists?.['open']?.({ token: '00000000-0000-4000-8000-000000000000' }),
      ]);
    });
    expect((answers as Answer[]).map(({ ok, error }) => [ok, error?.code])).toEqual([
      [false, 'invalid_request'],
      [false, 'invalid_request'],
      [false, 'invalid_request'],
      [false, 'not_found'],
    ]);
    expect((answers as Answer[])[0]?.error?.fields?.[0]?.path).toBe('id');
  });

  /** What a page that is not ours is told when it has our own preload; only its address gives it away. */
  const askAs = (app: ElectronApplication, page: string, script: string) =>
    app.evaluate(
      async ({ BrowserWindow, app: electron }, foreignPage) => {
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: {
            preload: `${electron.getAppPath()}/build/main/preload.cjs`,
            sandbox: true,
          },
        });
        await foreign.loadURL(foreignPage.page);
        const said: unknown = await foreign.webContents.executeJavaScript(foreignPage.script);
        foreign.destroy();
        return said;
      },
      { page, script },
    );

  test('a page that is not ours, whatever it calls', async ({ launch }) => {
    const { app } = await launch();
    // every call there is, so that none goes past the wrapper
    const answers = (await askAs(
      app,
      'data:text/html,<p>not ours</p>',
      `Promise.all(
        Object.values(window.dialdesk).flatMap((domain) => Object.values(domain)).map((member) => {
          try { return member([]); } catch { return null; }
        }).filter((answer) => answer instanceof Promise),
      )`,
    )) as Answer[];
    expect(answers.length).toBeGreaterThan(100);
    expect(new Set(answers.map(({ error }) => error?.code))).toEqual(new Set(['forbidden']));
  });
});

test('the page is given the calls of the contract, and nothing of Electron', async ({ launch }) => {
  const { page } = await launch();
  const exposed = await page.evaluate(() =>
    Object.fromEntries(
      Object.entries(window.dialdesk).map(([domain, members]) => [domain, Object.keys(members).sort()]),
    ),
  );
  const declared = Object.entries(contract).map(([domain, members]) => [domain, Object.keys(members).sort()]);
  expect(exposed).toEqual({ ...Object.fromEntries(declared), dropped: ['register'] });
  // a listener hears what was said, not the event, whose sender would be a way into Electron
  const heard = await page.evaluate(async () => {
    const first = new Promise<unknown[]>((resolve) => {
      window.dialdesk.app.changed((...said: unknown[]) => resolve(said));
    });
    await window.dialdesk.app.setTheme('dark');
    return first;
  });
  expect(heard).toEqual([expect.objectContaining({ theme: 'dark' })]);
});

test('a second start shows the first one’s window instead', async ({ launch, userData }) => {
  const { app } = await launch();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  expect(await startUntilEnd(userData)).toEqual({ told: null, status: 0 });
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
});
