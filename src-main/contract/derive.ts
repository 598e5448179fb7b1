import type { FileToken } from './app.ts';
import type { Call, CallArgument, CallInput, CallOutput, Push, PushPayload } from './define.ts';
import type { Result } from './errors.ts';
import { contract, type Contract } from './index.ts';

type MethodsOf<Domain> = {
  [Name in keyof Domain as Domain[Name] extends Call ? Name : never]: Domain[Name];
};
type PushesOf<Domain> = {
  [Name in keyof Domain as Domain[Name] extends Push ? Name : never]: Domain[Name];
};
/** A call without input is called without an argument. */
type Parameters<Argument> = undefined extends Argument ? [argument?: Argument] : [argument: Argument];

/** What main must provide: one handler a call, none missing, none over. */
export type Handlers = {
  readonly [Domain in keyof Contract]: {
    readonly [Name in keyof MethodsOf<Contract[Domain]>]: (
      input: CallInput<Extract<MethodsOf<Contract[Domain]>[Name], Call>>,
    ) =>
      | CallOutput<Extract<MethodsOf<Contract[Domain]>[Name], Call>>
      | Promise<CallOutput<Extract<MethodsOf<Contract[Domain]>[Name], Call>>>;
  };
};

/** What main sends unasked: one function a push. */
export type Pushes = {
  readonly [Domain in keyof Contract]: {
    readonly [Name in keyof PushesOf<Contract[Domain]>]: (
      payload: PushPayload<Extract<PushesOf<Contract[Domain]>[Name], Push>>,
    ) => void;
  };
};

type Listen<Payload> = (listener: (payload: Payload) => void) => () => void;

/** `window.dialdesk`: calls answer with a Result that is never undefined; a push takes a listener and gives its end. */
export type Bridge = {
  readonly [Domain in keyof Contract]: {
    readonly [Name in keyof MethodsOf<Contract[Domain]>]: (
      ...argument: Parameters<CallArgument<Extract<MethodsOf<Contract[Domain]>[Name], Call>>>
    ) => Promise<Result<CallOutput<Extract<MethodsOf<Contract[Domain]>[Name], Call>>>>;
  } & {
    readonly [Name in keyof PushesOf<Contract[Domain]>]: Listen<
      PushPayload<Extract<PushesOf<Contract[Domain]>[Name], Push>>
    >;
  };
} & {
  readonly dropped: {
    /** Turns dropped File objects into tokens. Their paths go from the preload to main and nowhere else. */
    readonly register: (files: readonly unknown[]) => Promise<Result<FileToken[]>>;
  };
};

/** The window's own view of the bridge: a call gives the value or throws DialdeskError. */
export type Client = {
  readonly [Domain in keyof Contract]: {
    readonly [Name in keyof MethodsOf<Contract[Domain]>]: (
      ...argument: Parameters<CallArgument<Extract<MethodsOf<Contract[Domain]>[Name], Call>>>
    ) => Promise<CallOutput<Extract<MethodsOf<Contract[Domain]>[Name], Call>>>;
  } & {
    readonly [Name in keyof PushesOf<Contract[Domain]>]: Listen<
      PushPayload<Extract<PushesOf<Contract[Domain]>[Name], Push>>
    >;
  };
} & { readonly dropped: { readonly register: (files: readonly unknown[]) => Promise<FileToken[]> } };

/** The IPC channel of a call or a push. */
export function channel(domain: string, name: string): string {
  return `dialdesk:${domain}.${name}`;
}

/** Where the preload registers dropped files. It is no call of the contract, so the window cannot reach it. */
export const registerFilesChannel = channel('dropped', 'register');

/** The contract as a flat list, for who derives something from each of its members. */
export function members(): { domain: string; name: string; member: Call | Push }[] {
  return Object.entries(contract).flatMap(([domain, ofDomain]) =>
    Object.entries(ofDomain as Readonly<Record<string, Call | Push>>).map(([name, member]) => ({
      domain,
      name,
      member,
    })),
  );
}
