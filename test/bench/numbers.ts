// Numbering plans: that a million numbers of fifteen countries, valid and not, are read as libphonenumber-js reads them,
// and what a plan costs in the check of 500,000 rows. `--rounds 1` is enough for the first.
import * as v from 'valibot';
import { CheckOptions } from '../../src-main/contract/call-list.ts';
import { usualPlan } from '../../src-main/contract/number-plan.ts';
import { CallListEngine } from '../../src-main/call-list/engine.ts';
import { NumberReader } from '../../src-main/numbering/read-number.ts';
import { libraryReading, ownReading } from '../support/library-number.ts';
import { randomOf, writtenNumberOf } from '../support/numbering-samples.ts';
import { benchFile, makeFiles } from './call-list/files.ts';
import { defineBench, type Figure, type MedianOf, type SlowTask, type Task } from './framework/bench.ts';

const countries = ['CN', 'HK', 'SG', 'MY', 'TH', 'BR', 'MX', 'ZA', 'DE', 'GB', 'US', 'SA', 'AE', 'ID', 'RU'];
const ofAll = 1_000_020;

const agreement: SlowTask = {
  rounds: 1,
  run: async ({ measure }) => {
    const random = randomOf(20261129);
    let differing = 0;
    let valid = 0;
    await measure(() => {
      for (const country of countries) {
        const reader = new NumberReader(country);
        for (let i = 0; i < ofAll / countries.length; i += 1) {
          const written = writtenNumberOf(country, random);
          const expected = libraryReading(written, country);
          if (expected !== 'none') valid += 1;
          if (ownReading(written, reader) !== expected) differing += 1;
        }
      }
    });
    return { differing, valid };
  },
};

const check =
  (file: string, country?: string): Task =>
  async ({ folder, measure }) => {
    await measure(async () => {
      const engine = await CallListEngine.open(benchFile(folder, file));
      const numberPlan = country === undefined ? undefined : usualPlan(country);
      const { rows } = await engine.check(v.parse(CheckOptions, { ...(numberPlan && { numberPlan }) }));
      await engine.close();
      if (rows !== 500_000) throw new Error(String(rows));
    });
    return undefined;
  };

/** What a plan costs: the check of a list with one, against the same without. */
const cost = (figure: string, list: string, median: MedianOf, atMost: number): Figure => ({
  figure,
  value: median(`with a plan${list}`, 'cpuSeconds'),
  unit: 's of CPU',
  peer: 'without one',
  ratio: median(`with a plan${list}`, 'cpuSeconds') / median(`without a plan${list}`, 'cpuSeconds'),
  target: { of: 'ratio', atMost },
});

export default defineBench({
  bundled: true,
  rounds: 5,
  prepare: makeFiles,
  tasks: {
    agreement,
    'without a plan': check('dialled.xlsx'),
    'with a plan': check('dialled.xlsx', 'CN'),
    'without a plan, many wrong': check('inline.xlsx'),
    'with a plan, many wrong': check('inline.xlsx', 'CN'),
  },
  figures: (median) => [
    {
      figure: 'numbers read otherwise than by libphonenumber-js',
      value: median('agreement', 'differing'),
      unit: `of ${ofAll}`,
      target: { of: 'value', atMost: 0 },
    },
    { figure: 'of these, valid ones', value: median('agreement', 'valid'), unit: `of ${ofAll}` },
    // By the processor's time, which a busy machine changes less than the clock's.
    cost('check of 500,000 rows with a plan', '', median, 1.1),
    cost('the same where a third of the rows is warned about', ', many wrong', median, 1.3),
  ],
});
