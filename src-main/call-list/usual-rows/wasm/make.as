// What a mapping makes of several cells, in the form in which it is sent: the array of numbers, and packed call data. Only
// of rows in which mapped.as has found nothing to report.
import { isBlank } from './fields';
import * as layout from './layout';
import { isMapped, numbers, pack, packTexts } from './mapped';
import { endOf, ofRecipe, setPlace, startOf } from './places';

const called: usize = 1;
const callData: usize = 3;

let to: usize = 0;

/** Makes them, in their places. */
export function makeCells(): void {
  if (!isMapped()) return;
  to = layout.made;
  const array = to;
  makeNumbers();
  if (to != array) setPlace(called, array, to);
  if (ofRecipe(pack) == 0) return;
  const packed = to;
  makePack();
  setPlace(callData, packed, to);
}

function put(start: usize, end: usize): void {
  memory.copy(to, start, end - start);
  to += end - start;
}

function putByte(byte: u8): void {
  store<u8>(to, byte);
  to += 1;
}

/** Makes the array; of a single column that has one already, its cell is taken. */
function makeNumbers(): void {
  const columns = <usize>ofRecipe(numbers);
  if (columns == 1) {
    const start = startOf(ofRecipe(numbers + 1));
    const end = endOf(ofRecipe(numbers + 1));
    let p = start;
    while (p < end && load<u8>(p) <= 0x20) p += 1;
    if (p < end && load<u8>(p) == 0x5b) {
      setPlace(called, start, end);
      return;
    }
  }
  const array = to;
  for (let i: usize = 0; i < columns; i += 1) {
    const place = <usize>ofRecipe(numbers + 1 + i * 3);
    if (isBlank(startOf(place), endOf(place))) continue;
    putByte(to == array ? 0x5b : 0x2c);
    store<u64>(to, 0x656c6c6163227b); // {"calle
    to += 7;
    store<u64>(to, 0x223a226f4e64); // dNo":"
    to += 6;
    put(startOf(place), endOf(place));
    putByte(0x22);
    const delay = <usize>ofRecipe(numbers + 2 + i * 3);
    if (delay != 0 && !isBlank(startOf(delay), endOf(delay))) {
      putText(0x5479616c6564222c, 0x223a22656d69, 6); // ,"delayT ime":"
      put(startOf(delay), endOf(delay));
      putByte(0x22);
    }
    const type = <usize>ofRecipe(numbers + 3 + i * 3);
    if (type != 0 && !isBlank(startOf(type), endOf(type))) {
      putText(0x3a2265707974222c, 0x22, 1); // ,"type": "
      put(startOf(type), endOf(type));
      putByte(0x22);
    }
    putByte(0x7d);
  }
  putByte(0x5d);
}

/** Eight bytes, and `more` of eight others. */
function putText(first: u64, second: u64, more: usize): void {
  store<u64>(to, first);
  store<u64>(to, second, 8);
  to += 8 + more;
}

function makePack(): void {
  const columns = <usize>ofRecipe(pack);
  let isEmpty = true;
  for (let i: usize = 0; i < columns && isEmpty; i += 1) {
    const place = <usize>ofRecipe(pack + 3 + i);
    isEmpty = isBlank(startOf(place), endOf(place));
  }
  if (isEmpty) return;
  const texts = <usize>ofRecipe(packTexts);
  for (let i: usize = 0; i < columns; i += 1) {
    const place = <usize>ofRecipe(pack + 3 + i);
    put(startOf(texts + i), endOf(texts + i));
    putByte(0x22);
    put(startOf(place), endOf(place));
    putByte(0x22);
  }
  put(startOf(texts + columns), endOf(texts + columns));
}
