/** What `npm run -s check -- --help` prints. */
export const checkUsage = `Checks a call list against the outbound call data template.

  npm run -s check -- FILE [options]

Reading
  --sheet NAME          read this sheet (default: the visible sheet that looks most like a call list)
  --encoding NAME       encoding of a text file: utf-8, utf-16le, utf-16be, utf-32le, utf-32be, gb18030, big5,
                        shift_jis, euc-jp, euc-kr, windows-1250 to windows-1256, windows-874 (default:
                        detected; a guess is reported)
  --delimiter CHAR      delimiter of a text file: , ; | tab ^ ~ ， or us, the unit separator U+001F (default: detected)
  --map MAP.json        mapping of the file's columns to those of the template

Checking
  --ivr                 the campaign uses an intelligent IVR flow, so call data must be JSON
  --duplicates WHICH    of rows with the same number, keep: first (default), last, none or keep-all
  --leave-out-hidden    reject rows that are hidden in the workbook
  --call-marked         call customers whom a column of the list itself marks "do not call"; each gets a warning
  --do-not-call LIST    reject rows with a number in this workbook or text file, however it is written. All sheets are
                        read and columns with numbers are detected; a list without numbers is an error
  --country CC          country of the numbers, for example CN: warn about numbers that its numbering plan does not
                        have, or that are not written as they are dialled there
  --plan PLAN.json      the same with your own numbering plan: {"country":"CN","mobile":"national","fixed":"trunk",
                        "foreign":"none","fine":["95xxx"],"severity":"error"}; omitted members have their defaults
  --hours HOURS.json    calling hours: warn about recycle times outside them. {"zone":"Asia/Shanghai",
                        "week":[[{"from":540,"to":1080}],[],[],[],[],[],[]],
                        "special":[{"date":"2027-01-01","windows":[]}]}; Monday first, minutes from midnight

Writing
  --out CLEAN.xlsx      write the ready rows in template form
  --mark MARK           with --out: write this mark into customField of every row; an error if rows have their own values
  --rejects OUT.xlsx    write rejected and duplicate rows, each with what is wrong with it
  --json                print one JSON object: rows, ready, rejected, duplicates, blank, seconds, issues, and the
                        members described below

rows = ready + rejected + duplicates + blank; rows counts all rows below the header, up to the last one in the file.
A file that an earlier run left at --out or --rejects is removed if this run writes none: because no row is ready or
rejected, or because a file cannot be read or used. If the command line itself is wrong, no file is touched.
A list that is not in template form needs a mapping. Without one, a proposed mapping is printed on standard error.
Customers whom a column of the list marks as "do not call" (DoNotCall, 免打扰 …) are rejected, and so are other rows with
a number of theirs, unless --call-marked is given. The rule is "marked-do-not-call"; in those other rows, "detail" has the
number.

JSON with --do-not-call: "doNotCall" has name, numbers (how many different ones), columns (sheet, column, numbers),
notUnderstood (lines with a number that could not be read), firstNotUnderstood (sheet, row, text), mayBeCalled (lines
skipped because a column of theirs allows calls), sheetsWithout, country (calling code assumed for numbers without one),
blockedRows, likelyRows (blocked rows that match only if a country code is assumed). Numbers match with or without
punctuation, a leading 0, or a country code (with +, 00 or nothing in front). The rule is "do-not-call", or
"do-not-call-likely" where a country code is assumed.

JSON with --country or --plan: the rules number-too-short, number-too-long, number-unknown-prefix, number-foreign,
number-no-area-code, number-form and number-signs say why a number cannot be dialled; "detail" has the number.

JSON with --hours: "detail" of recycle-time-outside-hours is the next possible time, or "never" if there is none within a
year. It is omitted for days beyond the first 400 of a list.

JSON "notes": what you should know about the list before you send it. Kinds: encoding-guessed and encoding-doubtful
(encoding, examples), delimiter-doubtful (delimiter), garbled-text (texts), other-lists, unreadable-sheets and hidden-sheet (sheets), mark-columns
and columns-not-sent (columns), marked-rows and hidden-rows (rows, leftOut).

Exit status: 0 if all rows that are not blank are ready, 1 if some are not, 2 if a file cannot be read or written, or the
command is wrong.
`;
