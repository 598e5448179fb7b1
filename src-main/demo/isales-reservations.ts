import {
  optionalText,
  optionalTexts,
  optionalTime,
  paging,
  Refusal,
  requiredText,
} from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { IsalesRoute } from './isales-routes.ts';
import { agents } from './names.ts';
import { makeId } from './random.ts';
import type { DemoState, Reservation } from './records.ts';
import type { IsalesReason } from './result-codes.ts';

/** How a system names its agents: by `workNo` in OP independent, by `userAccount` in both others. */
export type Mode = 'saas' | 'op-integrated' | 'op-independent';

/** The reasons that "Modifying a Reserved Outbound Call Task" lists. */
const reasons: readonly IsalesReason[] = [
  'parameter',
  'database',
  'empty',
  'characters',
  'tooLong',
  'noReservation',
];

const calledNoRule = { max: 24, characters: /^[0-9*#]+$/ };
// No limit of these is documented; these are the demo system's own.
const remarkRule = { max: 512, characters: /^[^<>]*$/ };
const agentRule = { max: 64, characters: /^[^\s/\\<>"']+$/ };

/** appoint/list, create, update and delete. */
export function reservationRoutes(state: DemoState, mode: Mode): IsalesRoute[] {
  const shared = { method: 'POST', body: true, reasons, failures: 'description' } as const;
  const existing = (body: JsonObject): Reservation => {
    const reservation = state.reservations.get(requiredText(body, 'appointId'));
    if (!reservation) throw new Refusal('noReservation', 'appointId');
    return reservation;
  };
  const agent = (body: JsonObject) => agentOf(requiredText(body, agentField(mode), agentRule), mode);

  return [
    {
      ...shared,
      name: 'appoint/update',
      path: ['appoint', 'update'],
      done: { en_US: 'update success', zh_CN: 'update success' },
      run: ({ body }) => {
        const reservation = existing(body);
        const newAgent = agent(body);
        const appointTime = futureTime(body, state.clock());
        const remark = optionalText(body, 'remark', remarkRule);
        if (reservation.callType === '2') {
          throw new Refusal('parameter', 'an automatic reservation cannot be modified');
        }
        state.touched.add(reservation.appointId);
        Object.assign(
          reservation,
          newAgent,
          appointTime !== undefined && { appointTime },
          // An empty remark takes the old one away; one that is not sent leaves it.
          (remark !== undefined || body['remark'] === '') && { remark: remark ?? '' },
        );
        return {};
      },
    },
    {
      ...shared,
      name: 'appoint/list',
      path: ['appoint', 'list'],
      run: ({ body }) => {
        const { offset, limit } = paging(body);
        const calledNo = optionalText(body, 'calledNo', calledNoRule);
        const accounts = optionalTexts(body, 'userAccountList') ?? [];
        const taskId = optionalText(body, 'taskId');
        const from = optionalTime(body, 'beginTime') ?? 0;
        const to = optionalTime(body, 'endTime') ?? Infinity;
        const found = [...state.reservations.values()].filter(
          (reservation) =>
            (calledNo === undefined || reservation.calledNo === calledNo) &&
            (accounts.length === 0 || accounts.includes(reservation[agentField(mode)] ?? '')) &&
            (taskId === undefined || reservation.taskId === taskId) &&
            reservation.appointTime >= from &&
            reservation.appointTime <= to,
        );
        found.sort((a, b) => a.appointTime - b.appointTime || (a.appointId < b.appointId ? -1 : 1));
        const data = found.slice(offset, offset + limit).map((found) => shown(found, state, mode));
        return { totalCount: found.length, data };
      },
    },
    {
      ...shared,
      name: 'appoint/create',
      path: ['appoint', 'create'],
      run: ({ body }) => {
        const callType = callTypeOf(body);
        const calledNo = requiredText(body, 'calledNo', calledNoRule);
        const taskId = requiredText(body, 'taskId');
        if (!state.campaigns.has(taskId)) throw new Refusal('parameter', 'taskId: no such campaign');
        const appointTime = futureTime(body, state.clock());
        if (appointTime === undefined) throw new Refusal('empty', 'appointTime');
        const reservation: Reservation = {
          appointId: makeId(state.random, state.clock()),
          callType,
          appointTime,
          calledNo,
          taskId,
          ...(callType === '1' ? agent(body) : { userAccount: null, workNo: null, userName: null }),
          remark: optionalText(body, 'remark', remarkRule) ?? '',
          callData: optionalText(body, 'callData', { max: 1024 }) ?? null,
        };
        state.touched.add(reservation.appointId);
        state.reservations.set(reservation.appointId, reservation);
        return { returnObject: { appointId: reservation.appointId } };
      },
    },
    {
      ...shared,
      name: 'appoint/delete',
      path: ['appoint', 'delete'],
      run: ({ body }) => {
        const { appointId } = existing(body);
        state.touched.add(appointId);
        state.reservations.delete(appointId);
        return {};
      },
    },
  ];
}

/** `callType`: 1 or 2, as a number or as text. */
function callTypeOf(body: JsonObject): Reservation['callType'] {
  const value = typeof body['callType'] === 'number' ? String(body['callType']) : body['callType'];
  if (value === undefined || value === null || value === '') throw new Refusal('empty', 'callType');
  if (value !== '1' && value !== '2') throw new Refusal('parameter', 'callType');
  return value;
}

const agentField = (mode: Mode) => (mode === 'op-independent' ? 'workNo' : 'userAccount');

/** The agent of that name; one the demo does not know is taken as it is, so that any name can be tried. */
function agentOf(name: string, mode: Mode): Pick<Reservation, 'userAccount' | 'workNo' | 'userName'> {
  const field = agentField(mode);
  const known = agents.find((agent) => agent[field] === name);
  return known ?? { userAccount: null, workNo: null, userName: name, [field]: name };
}

function futureTime(body: JsonObject, now: Date): number | undefined {
  const time = optionalTime(body, 'appointTime');
  if (time !== undefined && time <= now.getTime()) {
    throw new Refusal('parameter', 'appointTime is not later than the current time');
  }
  return time;
}

function shown(reservation: Reservation, state: DemoState, mode: Mode): JsonObject {
  const { userAccount, workNo, ...rest } = reservation;
  const campaign = state.campaigns.get(reservation.taskId);
  return {
    ...rest,
    ...(mode === 'op-independent' ? { workNo } : { userAccount }),
    taskName: campaign?.name ?? null,
    taskStatus: campaign?.status ?? null,
    timeout: reservation.appointTime < state.clock().getTime() ? '1' : '0',
  };
}
