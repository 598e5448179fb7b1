/* The rules of the template, each for one field, and which rows share a number. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { sessionId, called, caller, callData, customField, recycleTime, columns };
enum { keyWords = 3 };

typedef struct {
  const uint8_t *at;
  size_t length;
} Slice;

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static void *room(void *old, size_t size) {
  void *found = realloc(old, size);
  if (found == NULL) fail("no memory");
  return found;
}

/* --- numbers: an open-addressing table of packed numbers, four bits a character --- */

typedef struct {
  uint32_t key[keyWords];
  uint32_t taken;
} Number;

static Number *numbers;
static size_t numberSlots = 1 << 14, numberCount;

static uint32_t hashOf(const uint32_t *key) {
  uint64_t h = (key[0] ^ (uint64_t)key[1] << 32) * 0x9e3779b97f4a7c15u;
  h = (h ^ (h >> 29) ^ key[2]) * 0xbf58476d1ce4e5b9u;
  return (uint32_t)(h >> 32);
}

static Number *slotOf(const uint32_t *key) {
  size_t slot = hashOf(key) & (numberSlots - 1);
  while (numbers[slot].taken && memcmp(numbers[slot].key, key, sizeof numbers[slot].key) != 0)
    slot = (slot + 1) & (numberSlots - 1);
  return &numbers[slot];
}

static void addNumber(const uint32_t *key) {
  Number *slot = slotOf(key);
  if (slot->taken) return;
  memcpy(slot->key, key, sizeof slot->key);
  slot->taken = 1;
  if (++numberCount * 2 < numberSlots) return;
  Number *old = numbers;
  size_t count = numberSlots;
  numberSlots *= 4;
  numbers = calloc(numberSlots, sizeof *numbers);
  if (numbers == NULL) fail("no memory");
  for (size_t i = 0; i < count; i++)
    if (old[i].taken) *slotOf(old[i].key) = old[i];
  free(old);
}

/* --- one field each --- */

static int hasControl(Slice text) {
  for (size_t i = 0; i < text.length; i++)
    if (text.at[i] < 0x20 && text.at[i] != '\t' && text.at[i] != '\n' && text.at[i] != '\r') return 1;
  return 0;
}

/* In UTF-16 code units, as the template counts. */
static size_t unitsOf(Slice text) {
  size_t units = 0;
  for (size_t i = 0; i < text.length; i++) units += ((text.at[i] & 0xc0) != 0x80) + (text.at[i] >= 0xf0);
  return units;
}

static int isText(Slice text, size_t limit) {
  return (text.length <= limit || unitsOf(text) <= limit) && !hasControl(text);
}

static int isCaller(Slice text) {
  if (text.length == 0) return 1;
  size_t from = text.at[0] == '+';
  for (size_t i = from; i < text.length; i++)
    if ((text.at[i] < '0' || text.at[i] > '9') && text.at[i] != '*' && text.at[i] != '#') return 0;
  return text.length - from >= 3 && text.length <= 24;
}

static const uint8_t *pastSpace(const uint8_t *p, const uint8_t *end) {
  while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) p++;
  return p;
}

/* The position behind a JSON string that begins at its quote; NULL if it is none. */
static const uint8_t *pastString(const uint8_t *p, const uint8_t *end) {
  for (p++; p < end && *p != '"'; p++) {
    if (*p < 0x20) return NULL;
    if (*p != '\\') continue;
    if (++p >= end) return NULL;
    if (*p == 'u') {
      for (int i = 1; i <= 4; i++)
        if (p + i >= end || strchr("0123456789abcdefABCDEF", p[i]) == NULL) return NULL;
      p += 4;
    } else if (strchr("\"\\/bfnrt", *p) == NULL) {
      return NULL;
    }
  }
  return p < end ? p + 1 : NULL;
}

/* The position behind a JSON value; NULL if it is none. */
static const uint8_t *pastValue(const uint8_t *p, const uint8_t *end, int depth) {
  p = pastSpace(p, end);
  if (p >= end || depth > 1000) return NULL;
  if (*p == '"') return pastString(p, end);
  if (*p == '{' || *p == '[') {
    int isObject = *p == '{';
    uint8_t close = isObject ? '}' : ']';
    p = pastSpace(p + 1, end);
    if (p < end && *p == close) return p + 1;
    for (;;) {
      if (isObject) {
        if (p >= end || *p != '"' || (p = pastString(p, end)) == NULL) return NULL;
        p = pastSpace(p, end);
        if (p >= end || *p++ != ':') return NULL;
      }
      if ((p = pastValue(p, end, depth + 1)) == NULL) return NULL;
      p = pastSpace(p, end);
      if (p >= end) return NULL;
      if (*p == close) return p + 1;
      if (*p++ != ',') return NULL;
      p = pastSpace(p, end);
    }
  }
  static const char *words[] = {"true", "false", "null"};
  for (int i = 0; i < 3; i++) {
    size_t length = strlen(words[i]);
    if ((size_t)(end - p) >= length && memcmp(p, words[i], length) == 0) return p + length;
  }
  const uint8_t *from = p;
  while (p < end && *p != '\0' && strchr("+-.eE0123456789", *p) != NULL) p++;
  return p > from ? p : NULL;
}

static int isCallData(Slice text) {
  if (text.length == 0) return 1;
  if (text.length > 1024 && unitsOf(text) > 1024) return 0;
  const uint8_t *end = text.at + text.length, *after = pastValue(text.at, end, 0);
  return after != NULL && pastSpace(after, end) == end && (*text.at == '{' || *text.at == '[');
}

static int64_t now; /* yyyymmddhhmmss */

static int isMoment(Slice text) {
  static const char form[] = "0000-00-00 00:00:00";
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (text.length == 0) return 1;
  if (text.length != sizeof form - 1) return 0;
  int64_t value = 0;
  for (size_t i = 0; i < text.length; i++) {
    if (form[i] != '0') {
      if (text.at[i] != form[i]) return 0;
    } else {
      if (text.at[i] < '0' || text.at[i] > '9') return 0;
      value = value * 10 + (text.at[i] - '0');
    }
  }
  int year = value / 10000000000, month = value / 100000000 % 100, day = value / 1000000 % 100;
  int isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1] + (month == 2 && isLeap)) return 0;
  return value / 10000 % 100 < 24 && value / 100 % 100 < 60 && value % 100 < 60 && value >= now;
}

enum { mostNumbers = 64 };
static uint32_t found[mostNumbers][keyWords];
static int foundCount;

/* A called cell as Table 3 has it: an array of objects of texts. Its numbers are left in `found`. */
static int isCalled(Slice text) {
  const uint8_t *p = text.at, *end = text.at + text.length;
  foundCount = 0;
  if (p == end || *p++ != '[') return 0;
  for (;;) {
    if (p >= end || *p++ != '{' || foundCount == mostNumbers) return 0;
    uint32_t *key = found[foundCount];
    int hasNumber = 0;
    memset(key, 0, sizeof found[0]);
    for (;;) {
      const uint8_t *name = p, *value, *after;
      if (p >= end || *p != '"' || (p = pastString(p, end)) == NULL) return 0;
      size_t length = p - name;
      if (p + 1 >= end || *p++ != ':' || *p != '"' || (after = pastString(p, end)) == NULL) return 0;
      value = p + 1;
      size_t size = after - value - 1;
      if (length == 10 && memcmp(name, "\"calledNo\"", 10) == 0) {
        if (hasNumber++ || size == 0 || size > keyWords * 8) return 0;
        for (size_t i = 0; i < size; i++) {
          uint8_t c = value[i];
          uint32_t code = c >= '0' && c <= '9' ? c - '0' + 1u : c == '*' ? 11 : c == '#' ? 12 : 0;
          if (code == 0) return 0;
          key[i / 8] |= code << (i % 8 * 4);
        }
      } else if (length == 11 && memcmp(name, "\"delayTime\"", 11) == 0) {
        int delay = 0;
        if (size == 0 || size > 4) return 0;
        for (size_t i = 0; i < size; i++) {
          if (value[i] < '0' || value[i] > '9') return 0;
          delay = delay * 10 + (value[i] - '0');
        }
        if (delay > 7200) return 0;
      } else if (length != 6 || memcmp(name, "\"type\"", 6) != 0) {
        return 0;
      }
      p = after;
      if (p >= end) return 0;
      if (*p == '}') break;
      if (*p++ != ',') return 0;
    }
    if (!hasNumber) return 0;
    for (int i = 0; i < foundCount; i++)
      if (memcmp(found[i], key, sizeof found[0]) == 0) return 0;
    foundCount++;
    if (++p >= end) return 0;
    if (*p == ']') return p + 1 == end;
    if (*p++ != ',') return 0;
  }
}

/* --- rows --- */

static size_t rows, ready, duplicates;

static void checkRow(const Slice *row) {
  int isBlank = 1;
  for (int i = 0; i < columns; i++) isBlank &= row[i].length == 0;
  rows++;
  if (isBlank || !isText(row[sessionId], 32) || !isCalled(row[called]) || !isCaller(row[caller])) return;
  if (!isCallData(row[callData]) || !isText(row[customField], 200) || !isMoment(row[recycleTime])) return;
  int isTaken = 0;
  for (int i = 0; i < foundCount; i++) isTaken |= slotOf(found[i])->taken != 0;
  duplicates += isTaken;
  ready += !isTaken;
  if (!isTaken)
    for (int i = 0; i < foundCount; i++) addNumber(found[i]);
}
