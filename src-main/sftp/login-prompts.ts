import type { LoginPrompts } from './target.ts';

/** Words that servers ask for the password with, in the languages they are met in. */
const passwordWords =
  /pass\s?word|passwor[dt]|passwort|kennwort|mot de passe|contrase|senha|wachtwoord|пароль|密\s*[码碼]|口令|パスワード|비밀번호|암호/i;
/** Words of questions for something else, even where they speak of a password: a code, or a new password. */
const otherWords =
  /one[- ]?time|otp|token|code\b|passcode|verification|factor|authenticat|\bnew\b|again|retype|confirm|change|pin\b|challenge|response|动态|動態|验证|驗證|一次性|令牌|新|确认|確認|再次|重复/i;

/**
 * Whether a question asks for the password itself. Only then a stored one may go there: to a question for a code,
 * or to one in words we do not know, it would be sent to where it does not belong, and counted as a wrong answer.
 */
export function asksForPassword({ text, secret }: LoginPrompts['prompts'][number]): boolean {
  return secret && passwordWords.test(text) && !otherWords.test(withoutAddress(text));
}

/** Servers name the account in the question, as in "(root@new-code) Password:"; that is not what is asked for. */
const withoutAddress = (text: string): string => text.replace(/\S{1,200}@\S{1,200}/g, '');
