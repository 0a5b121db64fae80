/*
 * Moves the clocks of a program forward while it runs: what it is told of the time is later than it is. Loaded into
 * the program by LD_PRELOAD.
 *
 *   ET_CLOCK_FILE  eight bytes, in the machine's order: by how many nanoseconds. May be changed at any time.
 *
 * All clocks move together, as they do for a program that nobody has let run meanwhile. What waits until a moment waits
 * as long as it would have: only the moment's name is another.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "theirs.h"

#define SECOND 1000000000LL

static const volatile int64_t *ahead;

static int (*their_clock_gettime)(clockid_t, struct timespec *);
static int (*their_gettimeofday)(struct timeval *, void *);
static int (*their_timedwait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
static int (*their_nanosleep)(clockid_t, int, const struct timespec *, struct timespec *);
__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("ET_CLOCK_FILE");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  their_clock_gettime = (__typeof__(their_clock_gettime))theirs("clock_gettime");
  their_gettimeofday = (__typeof__(their_gettimeofday))theirs("gettimeofday");
  their_timedwait = (__typeof__(their_timedwait))theirs("pthread_cond_timedwait");
  their_nanosleep = (__typeof__(their_nanosleep))theirs("clock_nanosleep");
  if (file < 0)
    return;
  ahead = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (ahead == MAP_FAILED)
    abort();
}

static void move(struct timespec *moment, int64_t by) {
  int64_t all = moment->tv_sec * SECOND + moment->tv_nsec + by;
  moment->tv_sec = all / SECOND;
  moment->tv_nsec = all % SECOND;
}

int clock_gettime(clockid_t clock, struct timespec *moment) {
  int result;
  if (!their_clock_gettime)
    begin();
  result = their_clock_gettime(clock, moment);
  if (!result && ahead && clock != CLOCK_PROCESS_CPUTIME_ID && clock != CLOCK_THREAD_CPUTIME_ID)
    move(moment, *ahead);
  return result;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
  int result;
  if (!their_gettimeofday)
    begin();
  result = their_gettimeofday(moment, zone);
  if (!result && ahead)
    moment->tv_sec += *ahead / SECOND;
  return result;
}

time_t time(time_t *room) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (room)
    *room = now.tv_sec;
  return now.tv_sec;
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict until) {
  struct timespec moment = *until;
  if (!their_timedwait)
    begin();
  if (ahead)
    move(&moment, -*ahead);
  return their_timedwait(condition, mutex, &moment);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *length, struct timespec *left) {
  struct timespec moment = *length;
  if (!their_nanosleep)
    begin();
  if (ahead && flags & TIMER_ABSTIME)
    move(&moment, -*ahead);
  return their_nanosleep(clock, flags, &moment, left);
}

/* .NET asks for what it calls in "libc" by dlsym(3), in that very library. */
void *dlsym(void *restrict library, const char *restrict name) {
  if (!their_dlsym)
    begin();
  return !strcmp(name, "clock_gettime")     ? (void *)clock_gettime
         : !strcmp(name, "clock_nanosleep") ? (void *)clock_nanosleep
                                            : their_dlsym(library, name);
}
