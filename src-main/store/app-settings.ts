import * as v from 'valibot';
import { ActivityDays } from '../contract/activity.ts';
import { LanguageChoice, ThemeChoice } from '../contract/app.ts';
import { CalledBeforeHabit } from '../contract/called-before.ts';
import { TableWidths } from '../contract/column-widths.ts';
import { ListDays, ListId } from '../contract/do-not-call.ts';
import { MemoryDays, NotRemembered } from '../contract/memory.ts';
import { InterfaceName } from '../contract/result-codes.ts';
import { TransferSettings } from '../contract/transfers.ts';
import { setting } from './settings.ts';

/** The app's own settings, each with the value of a new installation. */
export const languageSetting = setting('language', LanguageChoice, 'system');
export const themeSetting = setting('theme', ThemeChoice, 'system');
/** The connection in use. */
export const connectionSetting = setting('connection', v.nullable(v.string()), null);
export const windowSetting = setting(
  'window',
  v.nullable(
    v.object({
      bounds: v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
      maximized: v.boolean(),
    }),
  ),
  null,
);
/** The widths of columns, of the tables and layouts in which somebody changed them. */
export const columnWidthsSetting = setting('column-widths', v.array(TableWidths), []);
/** How files are moved: the limit all transfers share, and how much is verified of those made by hand. */
export const transferSetting = setting('transfers', TransferSettings, { bandwidth: null, verify: 'size' });
/** For how many days the activity is kept. */
export const activityDaysSetting = setting('activity-days', ActivityDays, 90);
/** For how many days the numbers of imports that were sent are remembered. */
export const memoryDaysSetting = setting('memory-days', MemoryDays, 90);
/** Imports that are not remembered, until somebody has seen that. */
export const notRememberedSetting = setting('not-remembered', v.array(NotRemembered), []);
/** By connection: what was done last with numbers that were sent before. */
export const calledBeforeSetting = setting('called-before', v.record(v.string(), CalledBeforeHabit), {});
/** Do-not-call lists of the library: what they are called, and whether checks apply them where nothing else is chosen. */
export const doNotCallListsSetting = setting(
  'do-not-call-lists',
  v.array(v.object({ id: ListId, name: v.string(), applied: v.boolean() })),
  [],
);
/** After how many days a do-not-call list is old. */
export const doNotCallDaysSetting = setting('do-not-call-days', ListDays, 30);
/** The ports the demo system had last, so that what was sent to it is found there again. */
export const demoPortsSetting = setting(
  'demo-ports',
  v.object({ isales: v.number(), ccfs: v.number(), sftp: v.number() }),
  { isales: 0, ccfs: 0, sftp: 0 },
);
/** By connection: the interfaces its system has turned out to lack. */
export const missingInterfacesSetting = setting(
  'missing-interfaces',
  v.record(v.string(), v.array(InterfaceName)),
  {},
);
