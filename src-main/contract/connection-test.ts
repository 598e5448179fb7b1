import * as v from 'valibot';
import { CertificateInfo } from './connections.ts';
import { ErrorShape } from './errors.ts';

/** How one of the two services answered a test. */
export const ServiceTest = v.object({
  service: v.picklist(['isales', 'ccfs']),
  ok: v.boolean(),
  /** How long it took, in milliseconds. */
  ms: v.number(),
  error: v.nullable(ErrorShape),
  /** The certificate the service showed, where the connection came that far. */
  certificate: v.nullable(CertificateInfo),
});
export type ServiceTest = v.InferOutput<typeof ServiceTest>;

export const ConnectionTest = v.object({ services: v.array(ServiceTest) });
export type ConnectionTest = v.InferOutput<typeof ConnectionTest>;
