import * as v from 'valibot';
import type { CallingWindow, CampaignDetail, SpecialDate } from '../contract/campaigns.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPath } from './isales-path.ts';
import { readFields } from './parse.ts';
import { integer, listOf, momentText, text } from './tolerant.ts';

/** Up to three windows on ordinary days and three on special dates; those that are not used are null or empty. */
const numbers = ['1', '2', '3'] as const;
const Schedule = v.object({
  workdayBeginTime1: text,
  workdayEndTime1: text,
  workdayBeginTime2: text,
  workdayEndTime2: text,
  workdayBeginTime3: text,
  workdayEndTime3: text,
  holidayBeginTime1: text,
  holidayEndTime1: text,
  holidayBeginTime2: text,
  holidayEndTime2: text,
  holidayBeginTime3: text,
  holidayEndTime3: text,
});
const Skill = v.object({ skillName: text });

const Detail = v.object({
  returnObject: v.object({
    id: text,
    name: text,
    description: text,
    status: text,
    strBeginTime: momentText,
    strEndTime: momentText,
    deviceType: text,
    callerNo: text,
    maxAlertingTime: integer,
    // either may be missing, null, or something else than an object
    scheduleParam: v.fallback(Schedule, v.parse(Schedule, {})),
    skillParam: v.fallback(Skill, { skillName: null }),
  }),
});

/**
 * One campaign. Systems may lack this interface: not_offered. Source: the vendor's page 0726.
 * @throws DialdeskError bad_answer, also where it is another campaign that is answered.
 */
export async function campaignDetail(
  client: AiccClient,
  campaignId: string,
  options?: CallOptions,
): Promise<CampaignDetail> {
  const answer = await client.call(
    {
      interface: 'campaign',
      service: 'isales',
      method: 'GET',
      path: isalesPath(client, campaignId),
      repeat: 'repeatable',
      mustHaveCode: false,
    },
    options,
  );
  const { returnObject: row } = readFields('campaign', Detail, answer);
  if (row.id !== null && row.id !== campaignId) {
    throw new DialdeskError('bad_answer', 'campaign: another campaign was answered', {
      details: { cause: 'unexpected_fields', fields: ['returnObject.id'] },
    });
  }
  const { scheduleParam: times, skillParam, maxAlertingTime, strBeginTime, strEndTime, ...rest } = row;
  return {
    ...rest,
    id: campaignId,
    begins: strBeginTime,
    ends: strEndTime,
    workdays: numbers.flatMap((n) => window(times[`workdayBeginTime${n}`], times[`workdayEndTime${n}`])),
    holidays: numbers.flatMap((n) => window(times[`holidayBeginTime${n}`], times[`holidayEndTime${n}`])),
    skill: skillParam.skillName,
    ringTime: maxAlertingTime,
  };
}

/** A window of which one end is missing is shown with what there is. */
function window(from: string | null, to: string | null): CallingWindow[] {
  return from === null && to === null ? [] : [{ from: from ?? '', to: to ?? '' }];
}

const Dates = v.object({
  data: listOf(v.object({ name: text, type: text, week: text, beginTime: text, endTime: text })),
});

/** The special dates of a campaign. Systems may lack this interface: not_offered. Source: the vendor's page 0738. */
export async function specialDates(
  client: AiccClient,
  campaignId: string,
  options?: CallOptions,
): Promise<SpecialDate[]> {
  const answer = await client.call(
    {
      interface: 'holiday',
      service: 'isales',
      method: 'GET',
      path: isalesPath(client, 'holiday', campaignId),
      repeat: 'repeatable',
      mustHaveCode: false,
    },
    options,
  );
  return readFields('holiday', Dates, answer).data.map(({ name, type, week, beginTime, endTime }) => ({
    name,
    type,
    week,
    from: beginTime,
    to: endTime,
  }));
}
