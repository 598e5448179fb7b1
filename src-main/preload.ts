/**
 * The bridge, `window.dialdesk`, generated from the contract. A mere transport: it decides nothing, holds
 * nothing, and exposes no channel that the contract does not name.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channel, members, registerFilesChannel } from './contract/derive.ts';

const bridge: Record<string, Record<string, unknown>> = {};

for (const { domain, name, member } of members()) {
  const where = channel(domain, name);
  (bridge[domain] ??= {})[name] =
    member.kind === 'call'
      ? (argument: unknown) => ipcRenderer.invoke(where, argument)
      : (listener: (payload: unknown) => void) => {
          const receive = (_event: unknown, payload: unknown): void => listener(payload);
          ipcRenderer.on(where, receive);
          return () => void ipcRenderer.off(where, receive);
        };
}

bridge['dropped'] = {
  register: (files: readonly File[]) =>
    ipcRenderer.invoke(
      registerFilesChannel,
      files.map((file) => webUtils.getPathForFile(file)),
    ),
};

contextBridge.exposeInMainWorld('dialdesk', bridge);
