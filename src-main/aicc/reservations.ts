import * as v from 'valibot';
import type { DeploymentMode } from '../contract/connections.ts';
import { DialdeskError } from '../contract/errors.ts';
import {
  NewReservation,
  ReservationChange,
  ReservationId,
  ReservationQuery,
  type CallType,
  type ReservationPage,
} from '../contract/reservations.ts';
import type { InterfaceName } from '../contract/result-codes.ts';
import type { AiccClient, CallOptions } from './client.ts';
import type { ServiceRequest } from './service-request.ts';
import { isalesPath } from './isales-path.ts';
import { readFields, requireValid } from './parse.ts';
import { instant, integer, listOf, text, textOrEmpty } from './tolerant.ts';

type AppointName = Extract<InterfaceName, `appoint/${string}`>;

/** How a system names its agents: by `workNo` in OP independent deployments, by `userAccount` elsewhere. */
function agentField(mode: DeploymentMode): 'workNo' | 'userAccount' {
  return mode === 'op-independent' ? 'workNo' : 'userAccount';
}

/**
 * Moves or re-assigns a reserved call ("Modifying a Reserved Outbound Call Task"). Manual ones only.
 * @param mode decides whether the agent goes as `workNo` or as `userAccount`.
 * @throws DialdeskError invalid_request, also for a time that is past; outcome_unknown.
 */
export async function updateReservation(
  client: AiccClient,
  mode: DeploymentMode,
  change: ReservationChange,
  options?: CallOptions,
): Promise<void> {
  const { appointId, agent, appointTime, remark } = requireValid(ReservationChange, change);
  requireFuture(appointTime, client.now());
  const fields = {
    appointId,
    ...(remark !== undefined && { remark }),
    ...(appointTime !== undefined && { appointTime }),
    [agentField(mode)]: agent,
  };
  await client.call(request(client, 'appoint/update', fields, 'once'), options);
}

/**
 * Reserves a call. Systems may lack this interface: not_offered. Automatic calls run five minutes early.
 * @returns the reservation's ID; null where the system accepted it and did not say.
 * @throws DialdeskError invalid_request, also for a time that is past; outcome_unknown.
 */
export async function createReservation(
  client: AiccClient,
  mode: DeploymentMode,
  reservation: NewReservation,
  options?: CallOptions,
): Promise<{ appointId: string | null }> {
  const { callType, calledNo, taskId, appointTime, agent, callData, remark } = requireValid(
    NewReservation,
    reservation,
  );
  requireFuture(appointTime, client.now());
  const fields = {
    callType: callType === 'manual' ? '1' : '2',
    calledNo,
    taskId,
    appointTime,
    ...(agent !== null && { [agentField(mode)]: agent }),
    ...(callData !== undefined && { callData }),
    ...(remark !== undefined && { remark }),
  };
  const answer = await client.call(request(client, 'appoint/create', fields, 'once'), options);
  return readFields('appoint/create', Created, answer).returnObject;
}

/** Cancels a reserved call. Systems may lack this interface: not_offered. */
export async function deleteReservation(
  client: AiccClient,
  appointId: string,
  options?: CallOptions,
): Promise<void> {
  const fields = requireValid(v.object({ appointId: ReservationId }), { appointId });
  await client.call(request(client, 'appoint/delete', fields, 'once'), options);
}

/** One page of the reserved calls. Systems may lack this interface: not_offered. */
export async function listReservations(
  client: AiccClient,
  query: ReservationQuery,
  options?: CallOptions,
): Promise<ReservationPage> {
  const { agents, ...others } = requireValid(ReservationQuery, query);
  const fields = { ...others, ...(agents !== undefined && agents.length > 0 && { userAccountList: agents }) };
  const answer = await client.call(
    { ...request(client, 'appoint/list', fields, 'repeatable'), mustHaveCode: false },
    options,
  );
  const { totalCount, data } = readFields('appoint/list', List, answer);
  return {
    total: totalCount,
    reservations: data.map(({ callType, userAccount, workNo, userName, ...row }) => ({
      ...row,
      callType: callTypes.get(callType ?? '') ?? null,
      agent: userAccount ?? workNo,
      agentName: userName,
    })),
  };
}

const callTypes: ReadonlyMap<string, CallType> = new Map([
  ['1', 'manual'],
  ['2', 'automatic'],
]);

const List = v.object({
  totalCount: integer,
  data: listOf(
    v.object({
      appointId: text,
      callType: text,
      appointTime: instant,
      calledNo: text,
      taskId: text,
      taskName: text,
      taskStatus: text,
      timeout: text,
      userAccount: text,
      workNo: text,
      userName: text,
      remark: textOrEmpty,
    }),
  ),
});

const Created = v.object({ returnObject: v.fallback(v.object({ appointId: text }), { appointId: null }) });

function requireFuture(appointTime: number | undefined, now: Date): void {
  if (appointTime === undefined || appointTime > now.getTime()) return;
  throw new DialdeskError('invalid_request', 'not sent: the time is past', {
    fields: [{ path: 'appointTime', rule: 'past' }],
  });
}

/** The `appoint/*` interfaces do not know the `locale` header. */
function request(
  client: AiccClient,
  name: AppointName,
  fields: Readonly<Record<string, unknown>>,
  repeat: ServiceRequest['repeat'],
): ServiceRequest {
  return {
    interface: name,
    service: 'isales',
    method: 'POST',
    path: isalesPath(client, ...name.split('/')),
    fields,
    repeat,
    locale: false,
  };
}
