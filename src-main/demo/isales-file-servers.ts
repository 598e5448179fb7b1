import { isIP } from 'node:net';
import {
  optionalText,
  optionalTexts,
  paging,
  Refusal,
  requiredObject,
  requiredText,
} from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { IsalesCall, IsalesRoute } from './isales-routes.ts';
import { makeId } from './random.ts';
import type { DemoState, FileServer } from './records.ts';

// "Modifying a File Server", Precautions: the user name's length and characters, the password's length.
const userNameRule = { max: 30, characters: /^[^`~!@#$ %^&*()+=|{}'":;<>/?.\\[\]]+$/ };
const passwordRule = { min: 8, max: 80 };

/** queryServer, updateServer, addServer and deleteServer. */
export function fileServerRoutes(state: DemoState, omitCount: boolean): IsalesRoute[] {
  const existing = (call: IsalesCall): FileServer => {
    const server = state.servers.get(call.ids[0] ?? '');
    if (!server) throw new Refusal('noServer', 'serverId');
    return server;
  };
  return [
    {
      name: 'queryServer',
      method: 'POST',
      path: ['file', 'queryServer'],
      body: true,
      failures: 'resultDesc',
      run: ({ body }) => {
        const { offset, limit } = paging(body);
        const ids = optionalTexts(body, 'serverIds');
        const all = [...state.servers.values()].filter(
          ({ serverId }) => ids === undefined || ids.length === 0 || ids.includes(serverId),
        );
        const server = all.slice(offset, offset + limit).map(shown);
        return { server, ...(!omitCount && { count: all.length }) };
      },
    },
    {
      name: 'updateServer',
      method: 'POST',
      path: ['file', '*', 'updateServer'],
      body: true,
      failures: 'resultDesc',
      run: (call) => {
        const server = existing(call);
        const address = serverInfo(call.body);
        const userName = requiredText(call.body, 'userName', userNameRule);
        const password = optionalText(call.body, 'serverPwd', passwordRule);
        if (password === undefined && address.ip !== server.ip) throw new Refusal('combination', 'serverPwd');
        Object.assign(server, address, { userName }, password !== undefined && { password });
        return {};
      },
    },
    {
      name: 'addServer',
      method: 'POST',
      path: ['file', 'addServer'],
      body: true,
      failures: 'resultDesc',
      run: ({ body }) => {
        const server: FileServer = {
          serverId: makeId(state.random, state.clock()),
          ...serverInfo(body),
          userName: requiredText(body, 'userName', userNameRule),
          password: requiredText(body, 'serverPwd', passwordRule),
        };
        state.servers.set(server.serverId, server);
        return { serverId: server.serverId };
      },
    },
    {
      name: 'deleteServer',
      method: 'POST',
      path: ['file', '*', 'deleteServer'],
      body: false,
      failures: 'resultDesc',
      run: (call) => {
        state.servers.delete(existing(call).serverId);
        return {};
      },
    },
  ];
}

/** A file server as it is listed: without its password. */
function shown({ serverId, ip, port, filePath, userName }: FileServer): JsonObject {
  return { port, ip, filePath, userName, serverId };
}

/** The object `serverInfo`. Its three members are texts, the port too. */
function serverInfo(body: JsonObject): { ip: string; port: string; filePath: string } {
  const info = requiredObject(body, 'serverInfo');
  const ip = requiredText(info, 'ip');
  if (isIP(ip) === 0) throw new Refusal('value', 'serverInfo.ip');
  const port = requiredText(info, 'port');
  if (!/^\d+$/.test(port)) throw new Refusal('conversion', 'serverInfo.port');
  if (Number(port) < 1 || Number(port) > 65_535) throw new Refusal('value', 'serverInfo.port');
  const filePath = requiredText(info, 'filePath', { max: 256, form: /^\// });
  return { ip, port, filePath };
}
