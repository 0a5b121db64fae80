/*
 * Writes down what a program does to the files below one folder, in order and with every byte, so that a test can say
 * what a disk would have kept that forgets whatever was not synced. Loaded into the program by LD_PRELOAD.
 *
 *   ET_RECORD_FOLDER  the folder, an absolute path
 *   ET_RECORD_FILE    where to write; it is appended to
 *   ET_RECORD_SLOWLY  how long each sync takes at least, in milliseconds: an SD card takes its time
 *
 * One entry a call that succeeded: "KIND LENGTH OFFSET PATH\n" and LENGTH bytes. The path is relative to the folder.
 * An entry is written after its call has returned and before the program goes on, and one call is made at a time: the
 * order of entries is the order in which things happened. A program that is killed in between has done something that
 * is not written down; as it was not told, it cannot have relied on it, and nothing of it was synced as far as it knew.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "theirs.h"

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_length;
static int record = -1;
static long slowly;

/* The C library's own, whatever this file puts in its place. */
#define THEIRS(name) ((__typeof__(&name))theirs(#name))

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("ET_RECORD_FILE");
  folder = getenv("ET_RECORD_FOLDER");
  if (!folder || !file)
    return;
  folder_length = strlen(folder);
  slowly = getenv("ET_RECORD_SLOWLY") ? atol(getenv("ET_RECORD_SLOWLY")) : 0;
  record = THEIRS(open64)(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The part of a path behind the folder; "." for the folder itself; NULL when it is elsewhere. */
static const char *inside(const char *path) {
  if (record < 0 || strncmp(path, folder, folder_length))
    return NULL;
  path += folder_length;
  return !*path ? "." : *path == '/' ? path + 1 : NULL;
}

/* The same, of an open file. What has no name any more is nothing that a power cut could leave. */
static const char *inside_of(int file, char *room) {
  char link[64];
  ssize_t length;
  if (record < 0 || file == record)
    return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  length = readlink(link, room, PATH_MAX - 1);
  if (length < 0)
    return NULL;
  room[length] = 0;
  return strstr(room, " (deleted)") ? NULL : inside(room);
}

static void note(const char *kind, const char *path, const void *bytes, size_t length, long long offset) {
  char head[PATH_MAX + 64];
  int before = errno;
  struct iovec entry[2] = {
      {head, (size_t)snprintf(head, sizeof head, "%s %zu %lld %s\n", kind, length, offset, path)},
      {(void *)bytes, length}};
  if (writev(record, entry, 2) != (ssize_t)(entry[0].iov_len + length)) {
    fputs("disk-recorder: cannot write down what is done\n", stderr);
    abort();
  }
  errno = before;
}

/* What stands between is done alone, and written down when it has succeeded. */
#define ALONE(act) (pthread_mutex_lock(&one_at_a_time), (act))
#define DONE() pthread_mutex_unlock(&one_at_a_time)

static int opened(const char *path, int flags, mode_t mode) {
  const char *name = flags & (O_CREAT | O_TRUNC) ? inside(path) : NULL;
  int file, was_there;
  if (!name)
    return THEIRS(open64)(path, flags, mode);
  was_there = ALONE(!access(path, F_OK));
  file = THEIRS(open64)(path, flags, mode);
  if (file >= 0 && !was_there)
    note("create", name, NULL, 0, 0);
  else if (file >= 0 && flags & O_TRUNC)
    note("truncate", name, NULL, 0, 0);
  DONE();
  return file;
}

static int open64_(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened(path, flags, mode);
}

static ssize_t pwrite64_(int file, const void *bytes, size_t length, off64_t offset) {
  char room[PATH_MAX];
  const char *name = inside_of(file, room);
  ssize_t written;
  if (!name)
    return THEIRS(pwrite64)(file, bytes, length, offset);
  written = ALONE(THEIRS(pwrite64)(file, bytes, length, offset));
  if (written > 0)
    note("write", name, bytes, (size_t)written, offset);
  DONE();
  return written;
}

static ssize_t write_(int file, const void *bytes, size_t length) {
  char room[PATH_MAX];
  const char *name = inside_of(file, room);
  ssize_t written;
  if (!name)
    return THEIRS(write)(file, bytes, length);
  written = ALONE(THEIRS(write)(file, bytes, length));
  if (written > 0)
    note("write", name, bytes, (size_t)written, lseek64(file, 0, SEEK_CUR) - written);
  DONE();
  return written;
}

static ssize_t pwritev64_(int file, const struct iovec *parts, int count, off64_t offset) {
  char room[PATH_MAX];
  const char *name = inside_of(file, room);
  ssize_t written, left;
  if (!name)
    return THEIRS(pwritev64)(file, parts, count, offset);
  written = left = ALONE(THEIRS(pwritev64)(file, parts, count, offset));
  for (int part = 0; part < count && left > 0; part++) {
    size_t length = parts[part].iov_len < (size_t)left ? parts[part].iov_len : (size_t)left;
    note("write", name, parts[part].iov_base, length, offset);
    offset += (off64_t)length;
    left -= (ssize_t)length;
  }
  DONE();
  return written;
}

static int ftruncate64_(int file, off64_t length) {
  char room[PATH_MAX];
  const char *name = inside_of(file, room);
  int result;
  if (!name)
    return THEIRS(ftruncate64)(file, length);
  result = ALONE(THEIRS(ftruncate64)(file, length));
  if (!result)
    note("truncate", name, NULL, 0, length);
  DONE();
  return result;
}

static int synced(int file, int (*sync)(int)) {
  char room[PATH_MAX];
  const char *name = inside_of(file, room);
  struct stat about;
  int result;
  if (!name)
    return sync(file);
  result = ALONE((usleep((useconds_t)(slowly * 1000)), sync(file)));
  if (!result && !fstat(file, &about))
    note(S_ISDIR(about.st_mode) ? "sync-folder" : "sync", name, NULL, 0, 0);
  DONE();
  return result;
}

static int fsync_(int file) { return synced(file, THEIRS(fsync)); }

static int fdatasync_(int file) { return synced(file, THEIRS(fdatasync)); }

static int rename_(const char *from, const char *to) {
  const char *old = inside(from), *name = inside(to);
  int result;
  if (!old && !name)
    return THEIRS(rename)(from, to);
  result = ALONE(THEIRS(rename)(from, to));
  if (!result)
    note(old && name ? "rename" : "moved-across", old ? old : "", name ? name : "", name ? strlen(name) : 0, 0);
  DONE();
  return result;
}

#define ON_A_PATH(name, kind, arguments, ...)      \
  static int name##_ arguments {                   \
    const char *inner = inside(path);              \
    int result;                                    \
    if (!inner)                                    \
      return THEIRS(name)(__VA_ARGS__);            \
    result = ALONE(THEIRS(name)(__VA_ARGS__));     \
    if (!result)                                   \
      note(kind, inner, NULL, 0, 0);               \
    DONE();                                        \
    return result;                                 \
  }

ON_A_PATH(unlink, "remove", (const char *path), path)
ON_A_PATH(rmdir, "remove", (const char *path), path)
ON_A_PATH(mkdir, "make-folder", (const char *path, mode_t mode), path, mode)

/* What nothing here needs: written down by a name that the reader does not know, so that nobody relies on it. */
static int link_(const char *from, const char *path) {
  int result = THEIRS(link)(from, path);
  if (!result && inside(path))
    note("link", inside(path), NULL, 0, 0);
  return result;
}

static int fallocate64_(int file, int mode, off64_t offset, off64_t length) {
  char room[PATH_MAX];
  const char *name = inside_of(file, room);
  int result = THEIRS(fallocate64)(file, mode, offset, length);
  if (!result && name)
    note("fallocate", name, NULL, 0, 0);
  return result;
}

static const struct {
  const char *name;
  void *ours;
} calls[] = {
    {"open", (void *)open64_},         {"open64", (void *)open64_},         {"write", (void *)write_},
    {"pwrite", (void *)pwrite64_},     {"pwrite64", (void *)pwrite64_},     {"pwritev", (void *)pwritev64_},
    {"pwritev64", (void *)pwritev64_}, {"ftruncate", (void *)ftruncate64_}, {"ftruncate64", (void *)ftruncate64_},
    {"fsync", (void *)fsync_},         {"fdatasync", (void *)fdatasync_},   {"rename", (void *)rename_},
    {"unlink", (void *)unlink_},       {"rmdir", (void *)rmdir_},           {"mkdir", (void *)mkdir_},
    {"link", (void *)link_},           {"fallocate64", (void *)fallocate64_},
};

/*
 * .NET finds what it calls in "libc" by dlsym(3), in that very library: LD_PRELOAD alone would not be asked, and every
 * fsync of ours goes that way.
 */
void *dlsym(void *restrict library, const char *restrict name) {
  if (record >= 0)
    for (size_t index = 0; index < sizeof calls / sizeof *calls; index++)
      if (!strcmp(name, calls[index].name))
        return calls[index].ours;
  if (!their_dlsym)
    theirs("open64");
  return their_dlsym(library, name);
}

/* What libraries that were linked against these names get. */
#define OURS(name) __attribute__((alias(#name "_"), visibility("default")))
int open64(const char *path, int flags, ...) OURS(open64);
int open(const char *path, int flags, ...) OURS(open64);
ssize_t write(int file, const void *bytes, size_t length) OURS(write);
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset) OURS(pwrite64);
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset) OURS(pwritev64);
int ftruncate64(int file, off64_t length) OURS(ftruncate64);
int fsync(int file) OURS(fsync);
int fdatasync(int file) OURS(fdatasync);
int rename(const char *from, const char *to) OURS(rename);
int unlink(const char *path) OURS(unlink);
int rmdir(const char *path) OURS(rmdir);
int mkdir(const char *path, mode_t mode) OURS(mkdir);
int link(const char *from, const char *path) OURS(link);
int fallocate64(int file, int mode, off64_t offset, off64_t length) OURS(fallocate64);
