/*
 * What a C program takes for the same work, on one thread with zlib: the yardstick of the call list bench. It is never
 * part of the app. `check FILE` reads sheet1 of a workbook in template form (sessionId, called, caller, callData,
 * customField, recycleTime) and prints one line of JSON.
 *
 * It does: the archive's directory, inflating with CRC-32, every cell of every row (inline, shared strings, numbers),
 * entities, each rule of the template that makes a row wrong or worth a warning, and which rows share a number.
 * It does not: name the problems or keep their cells, date formats, formulas, namespaces with a prefix, CDATA, cells out
 * of order, hostile files (it may crash on one), progress, cancelling. A row with anything odd counts as rejected.
 */
#define _GNU_SOURCE
#include <sys/resource.h>
#include <time.h>
#include <zlib.h>
#include "rules.h"

enum { chunk = 1 << 18 };

typedef struct {
  uint8_t *bytes;
  size_t length, size;
} Sink;

static Sink decoded, texts;
static struct {
  uint32_t *places; /* where each text begins, and the last one ends */
  size_t count, size;
} strings;

static uint8_t *makeRoom(Sink *sink, size_t more) {
  if (sink->length + more > sink->size) {
    sink->size = (sink->length + more) * 2;
    sink->bytes = room(sink->bytes, sink->size);
  }
  return sink->bytes + sink->length;
}

/* Appends XML text with its entities resolved. */
static void decode(const uint8_t *p, const uint8_t *end, Sink *sink) {
  static const struct { const char *name; char meaning; } entities[] = {
      {"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}};
  makeRoom(sink, end - p);
  while (p < end) {
    const uint8_t *next = memchr(p, '&', end - p);
    size_t plain = (next == NULL ? end : next) - p;
    memcpy(sink->bytes + sink->length, p, plain);
    sink->length += plain;
    if (next == NULL) return;
    p = next;
    size_t i = 0, length = 0;
    for (; i < sizeof entities / sizeof *entities; i++) {
      length = strlen(entities[i].name);
      if ((size_t)(end - p) >= length && memcmp(p, entities[i].name, length) == 0) break;
    }
    if (i == sizeof entities / sizeof *entities) fail("an entity that this program does not know");
    sink->bytes[sink->length++] = entities[i].meaning;
    p += length;
  }
}

/* The text between `<t…>` and `</t>`, decoded where it must be. */
static Slice textOf(const uint8_t **at, const uint8_t *end, Sink *sink) {
  const uint8_t *from = memchr(*at, '>', end - *at) + 1, *to = memchr(from, '<', end - from);
  *at = to;
  if (memchr(from, '&', to - from) == NULL) return (Slice){from, to - from};
  size_t start = sink->length;
  decode(from, to, sink);
  return (Slice){sink->bytes + start, sink->length - start};
}

/* A whole row, from behind `<row` to `</row>`. */
static void scanRow(const uint8_t *p, const uint8_t *end) {
  static int isHeader = 1;
  Slice row[columns] = {0};
  makeRoom(&decoded, end - p);
  decoded.length = 0;
  p = memchr(p, '>', end - p) + 1;
  while (p < end && memcmp(p, "<c ", 3) == 0) {
    const uint8_t *close = memchr(p, '>', end - p);
    unsigned column = columns;
    int isShared = 0;
    for (p += 3; p < close;) {
      if (p[0] == 'r' && p[1] == '=') column = p[4] <= '9' ? p[3] - 'A' : columns;
      if (p[0] == 't' && p[1] == '=') isShared = p[3] == 's' && p[4] == '"';
      const uint8_t *quote = memchr(p, '"', close - p);
      quote = quote == NULL ? NULL : memchr(quote + 1, '"', close - quote - 1);
      if (quote == NULL) break;
      p = quote + 1 + (quote[1] == ' ');
    }
    p = close + 1;
    if (close[-1] == '/') continue;
    if (memcmp(p, "<is>", 4) == 0) p += 4;
    Slice value = textOf(&p, end, &decoded);
    if (isShared) {
      size_t index = 0;
      for (size_t i = 0; i < value.length; i++) index = index * 10 + (value.at[i] - '0');
      if (index >= strings.count) fail("a string that is not there");
      value = (Slice){texts.bytes + strings.places[index], strings.places[index + 1] - strings.places[index]};
    }
    if (column < columns) row[column] = value;
    while (memcmp(p, "</c>", 4) != 0) p = (const uint8_t *)memchr(p, '>', end - p) + 1;
    p += 4;
  }
  if (isHeader) isHeader = 0;
  else checkRow(row);
}

static void addString(const uint8_t *p, const uint8_t *end) {
  if (strings.count + 2 > strings.size) {
    strings.size = strings.size == 0 ? 1 << 16 : strings.size * 2;
    strings.places = room(strings.places, strings.size * sizeof *strings.places);
    strings.places[strings.count] = texts.length;
  }
  while ((p = memmem(p, end - p, "<t", 2)) != NULL) {
    const uint8_t *from = memchr(p, '>', end - p) + 1;
    p = memchr(from, '<', end - from + 1);
    decode(from, p, &texts);
  }
  strings.places[++strings.count] = texts.length;
}

/* Hands out all whole elements of a part. @returns where the first that is not whole begins */
static const uint8_t *elements(const uint8_t *p, const uint8_t *end, const char *open, const char *close,
                               void (*visit)(const uint8_t *, const uint8_t *)) {
  size_t openLength = strlen(open), closeLength = strlen(close);
  for (;;) {
    const uint8_t *from = memcmp(p, open, openLength) == 0 ? p : memmem(p, end - p, open, openLength);
    if (from == NULL) return end - p > 64 ? end - 64 : p;
    const uint8_t *to = memmem(from, end - from, close, closeLength);
    if (to == NULL) return from;
    visit(from + openLength, to);
    p = to + closeLength;
  }
}

/* --- the archive --- */

static uint32_t little(const uint8_t *p, int bytes) {
  uint32_t value = 0;
  for (int i = 0; i < bytes; i++) value |= (uint32_t)p[i] << (i * 8);
  return value;
}

static void readPart(FILE *file, const uint8_t *entry, const char *open, const char *close,
                     void (*visit)(const uint8_t *, const uint8_t *)) {
  uint8_t local[30], *input = room(NULL, chunk);
  if (fseek(file, little(entry + 42, 4), SEEK_SET) != 0 || fread(local, 1, 30, file) != 30) fail("no entry");
  fseek(file, little(local + 26, 2) + little(local + 28, 2), SEEK_CUR);
  size_t left = little(entry + 20, 4), size = chunk * 4, kept = 0;
  uint8_t *window = room(NULL, size + 64);
  uint32_t crc = 0;
  z_stream inflater = {0};
  if (inflateInit2(&inflater, -15) != Z_OK) fail("no memory");
  for (int status = Z_OK; status != Z_STREAM_END;) {
    if (inflater.avail_in == 0) {
      size_t some = left < chunk ? left : chunk;
      if (fread(input, 1, some, file) != some) fail("too short");
      left -= some;
      inflater.next_in = input;
      inflater.avail_in = some;
    }
    if (size - kept < chunk) window = room(window, (size *= 2) + 64);
    inflater.next_out = window + kept;
    inflater.avail_out = chunk;
    status = inflate(&inflater, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) fail("damaged");
    size_t filled = kept + chunk - inflater.avail_out;
    crc = crc32(crc, window + kept, filled - kept);
    window[filled] = '<';
    if (inflater.avail_out > 0 && status != Z_STREAM_END) {
      kept = filled;
      continue;
    }
    const uint8_t *rest = elements(window, window + filled, open, close, visit);
    kept = window + filled - rest;
    memmove(window, rest, kept);
  }
  if (crc != little(entry + 16, 4)) fail("another checksum");
  inflateEnd(&inflater);
  free(window);
  free(input);
}

/* The most memory of this program, in bytes; on Linux not getrusage's, which begins with the parent's. */
static long peakMemory(void) {
  char line[128];
  long found = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status != NULL && fgets(line, sizeof line, status) != NULL) sscanf(line, "VmHWM: %ld kB", &found);
  if (status != NULL) fclose(status);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (found != 0 ? found : usage.ru_maxrss) * 1024;
}

int main(int count, char **arguments) {
  static uint8_t tail[1 << 16];
  struct timespec begun, ended;
  clock_gettime(CLOCK_MONOTONIC, &begun);
  time_t seconds = time(NULL);
  struct tm *clock = localtime(&seconds);
  now = clock->tm_year + 1900;
  const int parts[] = {clock->tm_mon + 1, clock->tm_mday, clock->tm_hour, clock->tm_min, clock->tm_sec};
  for (int i = 0; i < 5; i++) now = now * 100 + parts[i];

  FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
  if (file == NULL) fail("check FILE");
  numbers = calloc(numberSlots, sizeof *numbers);
  fseek(file, 0, SEEK_END);
  long length = ftell(file), some = length < (long)sizeof tail ? length : (long)sizeof tail;
  fseek(file, length - some, SEEK_SET);
  if (numbers == NULL || fread(tail, 1, some, file) != (size_t)some) fail("cannot be read");
  const uint8_t *end = tail + some - 22;
  while (end > tail && little(end, 4) != 0x06054b50) end--;
  const uint8_t *entry = tail + some - (length - little(end + 16, 4)), *sheet = NULL, *table = NULL;
  for (uint32_t i = little(end + 10, 2); i > 0; i--) {
    size_t name = little(entry + 28, 2);
    if (memmem(entry + 46, name, "sheet1.xml", 10) != NULL) sheet = entry;
    if (memmem(entry + 46, name, "sharedStrings.xml", 17) != NULL) table = entry;
    entry += 46 + name + little(entry + 30, 2) + little(entry + 32, 2);
  }
  if (sheet == NULL) fail("no sheet1");
  if (table != NULL) readPart(file, table, "<si>", "</si>", addString);
  readPart(file, sheet, "<row ", "</row>", scanRow);

  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  clock_gettime(CLOCK_MONOTONIC, &ended);
  printf("{\"rows\":%zu,\"ready\":%zu,\"duplicates\":%zu,\"seconds\":%.3f,\"cpuSeconds\":%.3f,\"peakMB\":%.0f}\n",
         rows, ready, duplicates, ended.tv_sec - begun.tv_sec + (ended.tv_nsec - begun.tv_nsec) / 1e9,
         usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
             (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
         peakMemory() / 1e6);
  return 0;
}
