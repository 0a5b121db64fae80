/*
 * The C library's own functions, for libraries that are loaded by LD_PRELOAD and put others in their place. dlsym(3)
 * itself is put in its place by them: the C library's is found by the version that it has on this machine.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static void *(*their_dlsym)(void *, const char *);

static void *theirs(const char *name) {
  static const char *const versions[] = {"GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.4", "GLIBC_2.2.5"};
  void *found;
  for (size_t index = 0; !their_dlsym && index < sizeof versions / sizeof *versions; index++)
    their_dlsym = (__typeof__(their_dlsym))dlvsym(RTLD_NEXT, "dlsym", versions[index]);
  found = their_dlsym ? their_dlsym(RTLD_NEXT, name) : NULL;
  if (!found) {
    fprintf(stderr, "the C library has no %s\n", name);
    abort();
  }
  return found;
}
