import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';

// The words that docs/glossary.md fixes, held against every message of both languages.

const root = new URL('../../../', import.meta.url);
type Language = 'en' | 'zh';

/** Every text of the catalogue with its name; one with plural forms has several. */
function texts(language: Language): [key: string, text: string][] {
  const folder = new URL(`messages/${language}/`, root);
  const leaves = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : Array.isArray(value)
        ? value.flatMap((form: { match: Record<string, string> }) => Object.values(form.match))
        : [];
  return readdirSync(folder).flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, unknown>)
      .filter(([key]) => key !== '$schema')
      .flatMap(([key, value]) => leaves(value).map((text): [string, string] => [key, text])),
  );
}

const all = { en: texts('en'), zh: texts('zh') };
const glossary = readFileSync(new URL('docs/glossary.md', root), 'utf8');

/** What a message must not have, and why; the glossary's "Words to avoid" says the same. */
const avoided: Readonly<Record<Language, readonly (readonly [word: RegExp, why: string])[]>> = {
  en: [
    [/\bmend(s|ed|ing)?\b|put right/i, 'say fix or correct'],
    [/\bby itself\b/i, 'say automatically'],
    [/\bgo(es)? on\b/i, 'say continue or resume'],
    [/\bnot (told|given)\b/i, 'say not provided, or unknown'],
    [/\banew\b/i, 'say again'],
    [/\ball the same\b/i, 'say anyway'],
    [/\blaid down\b/i, 'say set'],
    [/\b(is|be) put in\b/i, 'say installed'],
    [/\bif it stays\b/i, 'say if it happens again'],
    [/\bnobody knows\b/i, 'say what is not known'],
    [/\bvouch/i, 'say trust'],
    [/\bbegan\b/i, 'say started'],
    [/\bas is the case\b/i, 'say what is usual'],
    [/\blooked through\b/i, 'say searched'],
    [/’/, "an apostrophe is '"],
  ],
  zh: [
    [/外呼任务/, 'a campaign is 外呼活动'],
    [/活动记录/, 'activity is 操作记录; 活动 is a campaign'],
    [/(?<!外呼)活动/, 'a campaign is 外呼活动 in full'],
    [/已准备/, 'a prepared import is 待发送'],
    [/目的地/, 'a destination is 发送目标'],
    [/SSH 代理|系统代理(?!拒绝|设置)/, 'an SSH agent is SSH Agent; 代理 is a proxy'],
    [/私有密钥/, 'the secret key is SK; 私钥 is the private key of a login'],
    [/含其他字符/, 'say 含非法字符'],
    [/已固定|固定证书/, 'a pinned certificate is 指定证书'],
    [/干净的工作簿/, 'say 待导入的 Excel 文件'],
    [/间隔/, 'the delay before a number is 延迟'],
    [/答复/, 'an answer of a system is 应答'],
    [/免呼/, 'the do-not-call list is 禁呼名单'],
    [/国家代码/, 'a country code is 国家码'],
    [/\d{4}年\d/, 'a date is 2026-11-29 09:00（UTC）'],
    [/[一-鿿] ?\((?!\{)/, 'brackets are full-width in Chinese'],
    [/^可发送$/, 'a row that is ready is 就绪'],
  ],
};

/** Longer words in which 活动 stands for something else, or for a campaign that was named in full just before. */
const otherwise = /参与该活动/g;

for (const language of ['en', 'zh'] as const) {
  describe(`words that messages avoid (${language})`, () => {
    for (const [word, why] of avoided[language]) {
      test(`${word.source}: ${why}`, () => {
        const found = all[language]
          .filter(([, text]) => word.test(text.replace(otherwise, '')))
          .map(([key, text]) => `${key}: ${text}`);
        assert.deepEqual(found, []);
      });
    }
  });
}

test('the Chinese words of the glossary are those of the messages', () => {
  const terms = [...glossary.matchAll(/\*\*[^*]+\*\*\s+· ([^:,.*(\n]+)/g)].flatMap(([, words = '']) =>
    words.split('、').map((word) => word.replace(/ (is|was) .*/, '').trim()),
  );
  assert.ok(terms.length > 30, `only ${terms.length} terms were found`);
  const everything = all.zh.map(([, text]) => text).join('\n');
  assert.deepEqual(
    terms.filter((term) => !everything.includes(term)),
    [],
  );
});

const fixed: readonly (readonly [key: string, en: string, zh: string])[] = [
  ['shell_nav_campaigns', 'Campaigns', '外呼活动'],
  ['activity_title', 'Activity', '操作记录'],
  ['imports_state_prepared', 'Prepared', '待发送'],
  ['imports_step_destination', 'Destination', '发送目标'],
  ['servers_login_agent', 'SSH agent', 'SSH Agent'],
  ['rule_called_no_characters_title', 'Invalid characters in number', '号码含非法字符'],
  ['imports_continue_rows', 'Continue with {count} rows', '继续（{count} 行）'],
  ['connections_trust_pinned', 'Pinned certificate', '仅信任指定证书'],
  ['imports_job_write', 'Create the Excel file', '生成待导入的 Excel 文件'],
  ['rule_delay_time_title', 'Delay out of range', '延迟超出范围'],
];

for (const [key, en, zh] of fixed) {
  test(`${key} is "${en}", ${zh}`, () => {
    assert.deepEqual(
      [all.en, all.zh].map((texts) => texts.find(([name]) => name === key)?.[1]),
      [en, zh],
    );
  });
}

test('both languages have the same messages', () => {
  const names = (language: Language) => [...new Set(all[language].map(([key]) => key))].sort();
  assert.deepEqual(names('zh'), names('en'));
});
