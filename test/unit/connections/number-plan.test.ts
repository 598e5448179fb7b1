import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { ConnectionSettings } from '../../../src-main/contract/connections.ts';
import { numberedCountries, NumberPlan, usualPlan } from '../../../src-main/contract/number-plan.ts';
import { rulesOf } from '../../../src-main/numbering/country-data.ts';
import { planExamples } from '../../../src-main/numbering/plan-examples.ts';
import { draftOf, planDraft, settingsOf } from '../../../src-renderer/connections/connection-draft.ts';
import { proposedCountry } from '../../../src-renderer/connections/proposed-country.ts';
import { shownConnection } from '../../support/renderer-samples.ts';

test('a country is proposed from the time zone, the cloud region or the end of the host, else none', () => {
  const proposals: readonly (readonly [host: string, zone: string, country: string | undefined])[] = [
    ['isales.cn-north-4.example.com', '', 'CN'],
    ['isales.ap-southeast-3.example.com', '', 'SG'],
    ['aicc.example.com.br', '', 'BR'],
    ['aicc.example.co.za', 'Asia/Shanghai', 'CN'],
    ['10.1.2.3', 'Asia/Dubai', 'AE'],
    ['10.1.2.3', '', undefined],
    ['isales.example.com', 'nowhere', undefined],
    ['isales.example.zz', '', undefined],
  ];
  for (const [host, zone, country] of proposals) {
    assert.equal(proposedCountry(host, zone), country, `${host} ${zone}`);
  }
});

test('a plan is part of the form and of the settings, and nothing of it is lost on the way', () => {
  const numberPlan: NumberPlan = {
    ...usualPlan('MY'),
    fine: ['15xxx', '*1#'],
    severity: 'error',
    foreign: '00',
  };
  const connection = shownConnection({ numberPlan });
  const draft = draftOf(connection);
  assert.equal(draft.numberPlan?.fine, '15xxx *1#');
  assert.deepEqual(v.parse(ConnectionSettings, settingsOf(draft)).numberPlan, numberPlan);
  draft.numberPlan = null;
  assert.equal(v.parse(ConnectionSettings, settingsOf(draft)).numberPlan, undefined);
  draft.numberPlan = { ...planDraft(usualPlan('CN')), fine: '95xxx，400xxxxxxx; 10086' };
  assert.deepEqual(v.parse(ConnectionSettings, settingsOf(draft)).numberPlan?.fine, [
    '95xxx',
    '400xxxxxxx',
    '10086',
  ]);
});

test('a plan of no country, or with what cannot be a number, is refused', () => {
  for (const wrong of [
    { country: 'XX' },
    { fine: ['abc'] },
    { foreign: 'x' },
    { mobile: 'either' },
    { more: 1 },
  ]) {
    assert.equal(
      v.safeParse(NumberPlan, { ...usualPlan('CN'), ...wrong }).success,
      false,
      JSON.stringify(wrong),
    );
  }
});

test('every country has a usual plan and examples that it dials', () => {
  for (const country of numberedCountries) {
    const plan = usualPlan(country);
    assert.equal(v.safeParse(NumberPlan, plan).success, true, country);
    const kinds = planExamples(plan).map(({ kind }) => kind);
    if (rulesOf(country)?.mobile !== '') assert.ok(kinds.includes('mobile'), country);
    if (['CN', 'HK', 'MY', 'DE', 'GB', 'US', 'BR'].includes(country)) {
      assert.ok(kinds.includes('fixed'), country);
    }
  }
});
