import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from 'playwright/test';
import { packagedApp } from './packaged-app.ts';

/** What each fuse must be in what users get. */
const wanted = {
  RunAsNode: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableCookieEncryption: true,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
} as const;

for (const [name, on] of Object.entries(wanted)) {
  test(`fuse ${name} is ${on ? 'on' : 'off'} in the packaged program`, async () => {
    const wire = await getCurrentFuseWire(packagedApp().executable);
    const state = wire[FuseV1Options[name as keyof typeof wanted]];
    expect(state).toBe(on ? FuseState.ENABLE : FuseState.DISABLE);
  });
}
