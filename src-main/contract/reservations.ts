import * as v from 'valibot';

/** Limits of the reservation interfaces. `calledNo` is as in Table 3 of the import. */
export const reservationRules = {
  calledNoMax: 24,
  calledNoCharacters: /^[0-9*#]*$/,
  /** Of call data, as in Table 2 of the import. */
  callDataMax: 1024,
  /** Automatic reservations are dialled this much early. */
  automaticEarlyMs: 5 * 60_000,
  /** A call that is this close may come before the agent has seen the change: that is pointed out. */
  nearMs: 15 * 60_000,
  pageMax: 100,
} as const;

const required = (max: number) =>
  v.pipe(v.string('required'), v.trim(), v.nonEmpty('required'), v.maxLength(max, 'too_long'));

/** Epoch milliseconds, UTC. That it is not past is checked when it is sent. */
const AppointTime = v.pipe(
  v.number('time'),
  v.integer('time'),
  v.minValue(0, 'time'),
  v.maxValue(8.64e15, 'time'),
);
const CalledNo = v.pipe(
  required(reservationRules.calledNoMax),
  v.regex(reservationRules.calledNoCharacters, 'characters'),
);

export const ReservationId = required(64);
/** A business account (`userAccount`), or an agent ID (`workNo`) in OP independent deployments. */
export const AgentName = required(64);

/** appoint/update. The agent is mandatory; of the rest only what changes is sent. */
export const ReservationChange = v.object(
  {
    appointId: ReservationId,
    agent: AgentName,
    appointTime: v.optional(AppointTime),
    /** An empty one takes the old remark away. */
    remark: v.optional(v.string()),
  },
  'required',
);
export type ReservationChange = v.InferOutput<typeof ReservationChange>;

export const CallType = v.picklist(['manual', 'automatic']);
export type CallType = v.InferOutput<typeof CallType>;

/** appoint/create. */
export const NewReservation = v.pipe(
  v.object(
    {
      callType: CallType,
      calledNo: CalledNo,
      /** The campaign's ID. */
      taskId: required(64),
      appointTime: AppointTime,
      /** Null: none; possible for automatic calls only. */
      agent: v.nullable(AgentName),
      callData: v.optional(v.pipe(v.string(), v.maxLength(reservationRules.callDataMax, 'too_long'))),
      remark: v.optional(v.string()),
    },
    'required',
  ),
  v.forward(
    v.partialCheck(
      [['callType'], ['agent']],
      ({ callType, agent }) => callType === 'automatic' || agent !== null,
      'required',
    ),
    ['agent'],
  ),
);
export type NewReservation = v.InferOutput<typeof NewReservation>;

/** appoint/list. Times are epoch milliseconds, UTC. */
export const ReservationQuery = v.object(
  {
    offset: v.pipe(v.number('offset'), v.integer('offset'), v.minValue(0, 'offset')),
    limit: v.pipe(
      v.number('limit'),
      v.integer('limit'),
      v.minValue(1, 'limit'),
      v.maxValue(reservationRules.pageMax, 'limit'),
    ),
    calledNo: v.optional(CalledNo),
    agents: v.optional(v.array(AgentName)),
    beginTime: v.optional(AppointTime),
    endTime: v.optional(AppointTime),
    taskId: v.optional(required(64)),
  },
  'required',
);
export type ReservationQuery = v.InferOutput<typeof ReservationQuery>;

const Text = v.nullable(v.string());

/** Whether the system would take a change: manual ones only. Of a type that is not known it has to be tried. */
export function mayBeModified({ callType }: Pick<Reservation, 'callType'>): boolean {
  return callType !== 'automatic';
}

/** A reservation as the system lists it; null where it leaves something out. */
export const Reservation = v.object({
  appointId: Text,
  /** Null where the system does not say, or names a type that is neither. */
  callType: v.nullable(CallType),
  /** Epoch milliseconds, UTC. */
  appointTime: v.nullable(v.number()),
  calledNo: Text,
  taskId: Text,
  taskName: Text,
  taskStatus: Text,
  timeout: Text,
  /** `userAccount`, or `workNo` where the system names agents so. */
  agent: Text,
  agentName: Text,
  remark: Text,
});
export type Reservation = v.InferOutput<typeof Reservation>;

export const ReservationPage = v.object({
  reservations: v.array(Reservation),
  /** In all; null where the system does not say. */
  total: v.nullable(v.number()),
});
export type ReservationPage = v.InferOutput<typeof ReservationPage>;
