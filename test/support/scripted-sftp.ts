import { makeHostKey } from '../../src-main/demo/sftp-server.ts';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { Connection, ServerChannel } from 'ssh2';
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
  /** How many requests of this type came before. */
  readonly nth: number;
}

/**
 * What to do with a request instead of passing it on: answer with a status, never answer, or hang up; `'mute'`
 * has it carried out and loses the answer.
 */
export type Deed =
  | { readonly status: number; readonly text?: string }
  | { readonly hangUp: number; readonly text: string }
  | 'ignore'
  | 'hang up'
  | 'mute';

/** The parts of a server that a test may change while it runs. */
export interface Script {
  request?: (request: ScriptedRequest) => Deed | undefined;
  /** May give another answer in place of the server's; both are without their length. */
  reply?: (reply: Buffer, request: ScriptedRequest) => Buffer | undefined;
  /** Methods the server has; 'keyboard-interactive' asks for a password, then, if `code` is set, for a code. */
  methods?: readonly ('password' | 'keyboard-interactive')[];
  password?: string;
  code?: string;
  /** Hidden questions of 'keyboard-interactive' in place of the usual ones, round by round. */
  rounds?: readonly (readonly string[])[];
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
  const server = new ssh2.Server(
    { hostKeys: [hostKey], ...(options.algorithms && { algorithms: options.algorithms }) },
    (connection) => {
      connections.add(connection);
      connection.on('error', () => undefined);
      connection.on('close', () => connections.delete(connection));
      logIn(connection, script, credentials);
      connection.on('session', (accept) => {
        accept().on('subsystem', (acceptSubsystem) => {
          runSftp(acceptSubsystem(), connection, script, options.args ?? []);
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
    close: async () => {
      for (const connection of connections) connection.end();
      await new Promise((resolve) => listener.close(() => resolve(undefined)));
    },
  };
}

function logIn(connection: Connection, script: Script, credentials: string[]): void {
  connection.on('authentication', (context) => {
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
  });
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
    const request = { type, nth, subject: withoutPath.includes(type) ? '' : reader.text() };
    const deed = script.request?.(request);
    if (deed === 'hang up') connection.end();
    if (deed === 'hang up' || deed === 'ignore') return;
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
    channel.write(framed((request && script.reply?.(packet, request)) ?? packet));
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
  const { _protocol: protocol } = connection as unknown as { _protocol: Packets };
  const said = Buffer.from(text);
  const { write } = protocol._packetRW;
  const packet = write.alloc(1 + 4 + 4 + said.length + 4);
  let at = packet.writeUInt8(1, write.allocStart);
  at = packet.writeUInt32BE(reason, at);
  at = packet.writeUInt32BE(said.length, at);
  at += said.copy(packet, at);
  packet.writeUInt32BE(0, at);
  protocol._cipher.encrypt(write.finalize(packet));
}
