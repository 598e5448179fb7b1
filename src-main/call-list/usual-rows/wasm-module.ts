import { usualRowsModule } from './module.ts';

// What of WebAssembly is used here; Node's types leave it out.
interface Memory {
  readonly buffer: ArrayBuffer;
  grow: (pages: number) => number;
}
interface Global {
  readonly value: number;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** What the module has: wasm/index.as. Positions count from the window's beginning. */
export interface UsualRowsModule {
  readonly memory: Memory;
  readonly sheetRows: (
    from: number,
    length: number,
    last: number,
    now: number,
    isOdd: number,
    strings: number,
  ) => number;
  readonly textRows: (from: number, length: number, now: number, delimiter: number, width: number) => number;
  readonly forgetWidth: () => void;
  readonly sharedTexts: (from: number, length: number, room: number) => number;
  readonly textCount: Global;
  readonly textBytes: Global;
  readonly width: Global;
  readonly wantedBlock: Global;
  readonly wantedSegment: Global;
  readonly rowCount: Global;
  readonly hasPriority: Global;
  readonly wasFull: Global;
  readonly xmlLength: Global;
  readonly hashedLength: Global;
  readonly writtenRows: Global;
}

/** Where something lies in its memory: a name of wasm/layout.as. */
export type Place = (name: string) => number;

let compiled: object | null | undefined;

/** A module of its own; undefined where the processor cannot do what it needs, or there is no memory for it. */
export function newModule(): { readonly module: UsualRowsModule; readonly place: Place } | undefined {
  try {
    compiled ??=
      compiled === undefined ? new WebAssembly.Module(Buffer.from(usualRowsModule, 'base64')) : null;
  } catch {
    compiled = null;
  }
  if (compiled === null) return undefined;
  let exports: object;
  try {
    ({ exports } = new WebAssembly.Instance(compiled));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return {
    module: exports as UsualRowsModule,
    place: (name) => (exports as Readonly<Record<string, Global>>)[name]?.value ?? 0,
  };
}
