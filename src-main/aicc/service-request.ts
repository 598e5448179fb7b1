import type { InterfaceName } from '../contract/result-codes.ts';
import type { Service } from './answer.ts';

/** A request to one of the two services, before it is signed. */
export interface ServiceRequest {
  readonly interface: InterfaceName;
  readonly service: Service;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Without query; its variable parts are encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Fields that become JSON. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The JSON itself, where building it from fields would cost copies of megabytes. */
  readonly body?: Uint8Array;
  /**
   * `repeatable`: only asks, so it may be sent again when an answer is lost.
   * `once`: changes something. It is sent a single time over a fresh socket, and when it may have arrived
   * but its answer is lost, the error is outcome_unknown and nothing else.
   */
  readonly repeat: 'repeatable' | 'once';
  /** Codes of a refusal that was asked for: the request only tries whether the service takes its signature. */
  readonly probe?: ReadonlySet<string>;
  /** Whether the interface knows the `locale` header; default true. */
  readonly locale?: boolean;
  /** The answer is pages of customers: of one that went well, nothing is written down but its code. */
  readonly unlogged?: boolean;
  /** False for interfaces whose documented answer has no result code; default true. */
  readonly mustHaveCode?: boolean;
}
