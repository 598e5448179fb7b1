import { makeHostKey } from '../../src-main/demo/sftp-server.ts';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AuthContext, Connection, ServerChannel } from 'ssh2';
import ssh2 from 'ssh2';
import { hostKeyInfo } from '../../src-main/sftp/host-key.ts';
import type { HostKeyInfo } from '../../src-main/sftp/host-key.ts';
import { Packet } from '../../src-main/sftp/wire/codes.ts';
import { encodePacket, PacketReader } from '../../src-main/sftp/wire/packet.ts';
import { PacketSplitter } from '../../src-main/sftp/wire/packet-splitter.ts';

/** A request of the client as the script sees it. */
export interface ScriptedRequest {
  readonly type: number;
  /** The first path, for requests that begin with one; an extension's name for extended requests. */
  readonly subject: string;
  /** How a file is to be opened; 0 for other requests. */
  readonly flags: number;
  /** How many requests of this type came before. */
  readonly nth: number;
}

/**
 * What to do with a request instead of passing it on: answer with a status, never answer, hang up, or end the channel's
 * data without closing it; `'mute'` has it carried out and loses the answer.
 */
export type Deed =
  | { readonly status: number; readonly text?: string }
  | { readonly hangUp: number; readonly text: string }
  | 'ignore'
  | 'hang up'
  | 'end of data'
  | 'mute';

/** The parts of a server that a test may change while it runs. */
export interface Script {
  request?: (request: ScriptedRequest) => Deed | undefined;
  /** May give another answer in place of the server's; both are without their length. */
  reply?: (reply: Buffer, request: ScriptedRequest) => Buffer | undefined;
  /** Takes each answer in place of the channel, and sends what it likes, when and as often as it likes. */
  answer?: (packet: Buffer, request: ScriptedRequest, send: (packet: Buffer) => void) => void;
  /**
   * What the server takes on the channel of sessions that are opened from now on: bytes before it has said that more
   * may come, which it says of each piece as it comes, and bytes in one packet.
   */
  channel?: { readonly window: number; readonly packet: number };
  /** Called when a client asks whether the server is there. */
  onKeepalive?: () => void;
  /** Called as a login is tried, with what sends a message as it is; the login is answered once this resolves. */
  beforeLogin?: (send: (message: Buffer) => void, closed: AbortSignal) => Promise<void>;
  /** Methods the server has; 'keyboard-interactive' asks for a password, then, if `code` is set, for a code. */
  methods?: readonly ('password' | 'keyboard-interactive')[];
  password?: string;
  code?: string;
  /** Hidden questions of 'keyboard-interactive' in place of the usual ones, round by round. */
  rounds?: readonly (readonly string[])[];
  /** What is said above the questions of each round. */
  notices?: readonly string[];
  /** What they must be answered with, all in a row; the password for each unless given. */
  answers?: readonly string[];
}

/** An SSH server of ssh2 in front of OpenSSH's own sftp-server: real answers, with scripted faults between. */
export interface ScriptedServer {
  readonly port: number;
  readonly hostKey: HostKeyInfo;
  readonly script: Script;
  /** Every credential that a client sent, in order. */
  readonly credentials: readonly string[];
  /** The connections there are. */
  readonly connections: ReadonlySet<Connection>;
  /** Lets so many bytes more come on every channel. */
  widen(bytes: number): void;
  close(): Promise<void>;
}

/** Starts it. `hostKey` is a private key's text; `args` go to sftp-server, e.g. `-P`, `posix-rename`. */
export async function startScriptedServer(
  script: Script,
  options: { hostKey?: string; port?: number; args?: readonly string[]; algorithms?: ssh2.Algorithms } = {},
): Promise<ScriptedServer> {
  const hostKey = options.hostKey ?? makeHostKey();
  const credentials: string[] = [];
  const connections = new Set<Connection>();
  const channels = new Set<ServerChannel>();
  const server = new ssh2.Server(
    { hostKeys: [hostKey], ...(options.algorithms && { algorithms: options.algorithms }) },
    (connection) => {
      connections.add(connection);
      connection.on('error', () => undefined);
      connection.on('close', () => connections.delete(connection));
      logIn(connection, script, credentials);
      const { _handlers: handlers } = protocolOf(connection);
      const { GLOBAL_REQUEST: before } = handlers;
      handlers.GLOBAL_REQUEST = (...request) => {
        script.onKeepalive?.();
        before(...request);
      };
      connection.on('session', (accept) => {
        const { channel: taken } = script;
        if (taken) takeOnly(connection, taken);
        accept().on('subsystem', (acceptSubsystem) => {
          const channel = acceptSubsystem();
          channels.add(channel);
          if (taken) channel.on('data', (data: Buffer) => widen(connection, channel, data.length));
          runSftp(channel, connection, script, options.args ?? []);
        });
      });
    },
  );
  // Without delay: each answer would wait for the client's acknowledgement of the one before, 40 ms.
  const listener = createServer({ noDelay: true }, (socket) => {
    server.injectSocket(socket);
  });
  await new Promise<void>((resolve) => listener.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  const parsed = ssh2.utils.parseKey(hostKey);
  if (parsed instanceof Error) throw parsed;
  return {
    port,
    hostKey: hostKeyInfo('127.0.0.1', port, parsed.getPublicSSH()),
    script,
    credentials,
    connections,
    widen: (bytes) => {
      for (const channel of channels) for (const connection of connections) widen(connection, channel, bytes);
    },
    close: async () => {
      for (const connection of connections) connection.end();
      await new Promise((resolve) => listener.close(() => resolve(undefined)));
    },
  };
}

function logIn(connection: Connection, script: Script, credentials: string[]): void {
  const closed = new AbortController();
  connection.on('close', () => closed.abort());
  connection.on('authentication', (context) => {
    if (script.beforeLogin) {
      void script
        .beforeLogin((message) => sendMessage(connection, message), closed.signal)
        .then(() => decideLogin(context));
    } else decideLogin(context);
  });
  const decideLogin = (context: AuthContext): void => {
    const methods = script.methods ?? ['password'];
    const decide = (right: boolean): void => {
      if (right) context.accept();
      else context.reject([...methods]);
    };
    const check = (given: string, expected: string): boolean => {
      credentials.push(given);
      return given === expected;
    };
    const password = script.password ?? 'right';
    if (context.method === 'password' && methods.includes('password')) {
      decide(check(context.password, password));
    } else if (context.method === 'keyboard-interactive' && methods.includes('keyboard-interactive')) {
      const { code, rounds } = script;
      if (rounds) {
        const right = script.answers ?? rounds.flat().map(() => password);
        const given: string[] = [];
        const ask = (round: number): void => {
          const prompts = rounds[round];
          if (!prompts) {
            credentials.push(...given);
            decide(given.join() === right.join());
            return;
          }
          context.prompt(
            prompts.map((prompt) => ({ prompt, echo: false })),
            '',
            script.notices?.[round] ?? '',
            (answers) => {
              given.push(...answers);
              ask(round + 1);
            },
          );
        };
        ask(0);
        return;
      }
      context.prompt([{ prompt: 'Password: ', echo: false }], ([answer = '']) => {
        const right = check(answer, password);
        if (!right || code === undefined) decide(right);
        else
          context.prompt([{ prompt: 'Code: ', echo: false }], ([given = '']) => {
            decide(check(given, code));
          });
      });
    } else {
      decide(false);
    }
  };
}

const withoutPath: readonly number[] = [
  Packet.close,
  Packet.read,
  Packet.write,
  Packet.fstat,
  Packet.fsetstat,
];

function runSftp(
  channel: ServerChannel,
  connection: Connection,
  script: Script,
  args: readonly string[],
): void {
  const child = spawn('/usr/lib/openssh/sftp-server', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const counts = new Map<number, number>();
  const asked = new Map<number, ScriptedRequest>();
  const muted = new Set<number>();
  const framed = (packet: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(packet.length);
    return Buffer.concat([length, packet]);
  };
  const requests = new PacketSplitter((packet) => {
    const reader = new PacketReader(packet);
    const type = reader.uint8();
    const id = reader.uint32();
    if (type === Packet.init) {
      child.stdin.write(framed(packet));
      return;
    }
    const nth = counts.get(type) ?? 0;
    counts.set(type, nth + 1);
    const subject = withoutPath.includes(type) ? '' : reader.text();
    const request = { type, nth, subject, flags: type === Packet.open ? reader.uint32() : 0 };
    const deed = script.request?.(request);
    if (deed === 'hang up') connection.end();
    if (deed === 'end of data') protocolOf(connection).channelEOF(numberOf(channel));
    if (deed === 'hang up' || deed === 'ignore' || deed === 'end of data') return;
    if (typeof deed === 'object' && 'hangUp' in deed) {
      hangUp(connection, deed.hangUp, deed.text);
      return;
    }
    if (typeof deed === 'object') {
      const text = Buffer.from(deed.text ?? 'Failure');
      channel.write(encodePacket(Packet.status, [id, deed.status, text, Buffer.alloc(0)]));
      return;
    }
    if (deed === 'mute') muted.add(id);
    asked.set(id, request);
    child.stdin.write(framed(packet));
  });
  const replies = new PacketSplitter((packet) => {
    const reader = new PacketReader(packet);
    const type = reader.uint8();
    const id = reader.uint32();
    const request = type === Packet.version ? undefined : asked.get(id);
    if (request && muted.has(id)) return;
    asked.delete(id);
    const answer = framed((request && script.reply?.(packet, request)) ?? packet);
    if (request && script.answer) script.answer(answer, request, (said) => channel.write(said));
    else channel.write(answer);
  });
  channel.on('data', (data: Buffer) => {
    requests.push(data);
  });
  channel.on('close', () => child.stdin.end());
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (data: Buffer) => {
    replies.push(data);
  });
}

/** What of ssh2 opens a channel, widens its window, ends its data and is asked whether it is there. */
interface Channels {
  channelOpenConfirm(remote: number, local: number, window: number, packet: number): void;
  channelWindowAdjust(channel: number, bytes: number): void;
  channelEOF(channel: number): void;
  readonly _handlers: { GLOBAL_REQUEST: (...request: readonly unknown[]) => void };
}

const protocolOf = (connection: Connection): Channels =>
  (connection as unknown as { _protocol: Channels })._protocol;
/** The client's number of a channel. */
const numberOf = (channel: ServerChannel): number =>
  (channel as unknown as { outgoing: { id: number } }).outgoing.id;

/** The next channel is opened with these limits, in place of ssh2's own. */
function takeOnly(connection: Connection, { window, packet }: { window: number; packet: number }): void {
  const protocol = protocolOf(connection);
  const confirm = protocol.channelOpenConfirm.bind(protocol);
  protocol.channelOpenConfirm = (remote, local) => {
    protocol.channelOpenConfirm = confirm;
    confirm(remote, local, window, packet);
  };
}

function widen(connection: Connection, channel: ServerChannel, bytes: number): void {
  protocolOf(connection).channelWindowAdjust(numberOf(channel), bytes);
}

/** What of ssh2 makes a packet; its own `disconnect` sends no text, and no reason that it does not know. */
interface Packets {
  readonly _packetRW: {
    readonly write: {
      readonly allocStart: number;
      alloc(length: number): Buffer;
      finalize(packet: Buffer): Buffer;
    };
  };
  readonly _cipher: { encrypt(packet: Buffer): void };
}

/** Ends a connection with a reason by its number, and a text (RFC 4253, section 11.1). */
function hangUp(connection: Connection, reason: number, text: string): void {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(reason);
  sendMessage(connection, sshMessage(1, number, text, ''));
}

/** A message of SSH: texts with their lengths before them, buffers as they are. */
export function sshMessage(type: number, ...fields: readonly (string | Buffer)[]): Buffer {
  const parts = fields.flatMap((field) => {
    if (typeof field !== 'string') return [field];
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(field));
    return [length, Buffer.from(field)];
  });
  return Buffer.concat([Buffer.of(type), ...parts]);
}

function sendMessage(connection: Connection, message: Buffer): void {
  const { _protocol: protocol } = connection as unknown as { _protocol: Packets };
  const { write } = protocol._packetRW;
  const packet = write.alloc(message.length);
  message.copy(packet, write.allocStart);
  protocol._cipher.encrypt(write.finalize(packet));
}
