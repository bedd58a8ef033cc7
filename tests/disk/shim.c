/* Stands between a program and the C library, for the drills of the disk: counts what is done to the files of one
   folder, lets the n-th such call fail, and writes down all of them with their data. Loaded with LD_PRELOAD on Linux. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static long seen, fails_at;
static int fails_with, for_ever, tape = -1;
static char failed;

#define REAL(name, type) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*write_t)(int, const void *, size_t);
typedef ssize_t (*pwrite_t)(int, const void *, size_t, off64_t);
typedef int (*sync_t)(int);
typedef int (*truncate_t)(int, off64_t);
typedef int (*unlink_t)(const char *);
typedef int (*unlinkat_t)(int, const char *, int);
typedef int (*rename_t)(const char *, const char *);
typedef int (*open_t)(const char *, int, ...);

/* Watch a folder from now on: the call number `at` fails with `error`, and with `ever` all after it too; 0: none. */
void drill_watch(const char *where, long at, int error, int ever)
{
    snprintf(folder, sizeof folder, "%s", where);
    seen = 0; failed = 0; fails_at = at; fails_with = error; for_ever = ever;
}

/* Return the kind of the first call that failed, 0 where none did. */
int drill_failed(void) { return failed; }

/* Watch nothing any more, and return how many calls there were. */
long drill_end(void)
{
    folder[0] = 0;
    return seen;
}

/* Write all calls down in a file, one after another: kind, offset, length of path and data, path, data. */
void drill_record(const char *path)
{
    REAL("open64", open_t);
    tape = path ? real(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
}

static int inside(const char *path) { return folder[0] && !strncmp(path, folder, strlen(folder)); }

static int path_of(int fd, char *path)
{
    char link[64];
    ssize_t length;
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return inside(path);
}

static void put(const void *data, size_t size)
{
    REAL("write", write_t);
    if (real(tape, data, size) != (ssize_t)size) abort();
}

static void record(char kind, const char *path, int64_t offset, const void *data, size_t size)
{
    struct __attribute__((packed)) { char kind; int64_t offset; uint32_t path, size; } head;
    if (tape < 0) return;
    head.kind = kind; head.offset = offset; head.path = strlen(path); head.size = size;
    put(&head, sizeof head); put(path, head.path); put(data, size);
}

/* Write a word of the drill's own between the calls. */
void drill_mark(const char *word) { record('m', word, 0, "", 0); }

static int fails(char kind)
{
    seen++;
    if (!fails_at || !(seen == fails_at || (for_ever && seen > fails_at))) return 0;
    if (!failed) failed = kind;
    errno = fails_with;
    return 1;
}

ssize_t write(int fd, const void *data, size_t size)
{
    char path[PATH_MAX];
    REAL("write", write_t);
    if (path_of(fd, path)) {
        if (fails('w')) return -1;
        record('w', path, lseek64(fd, 0, SEEK_CUR), data, size);
    }
    return real(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    char path[PATH_MAX];
    REAL("pwrite64", pwrite_t);
    if (path_of(fd, path)) {
        if (fails('w')) return -1;
        record('w', path, offset, data, size);
    }
    return real(fd, data, size, offset);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

int fsync(int fd)
{
    char path[PATH_MAX];
    REAL("fsync", sync_t);
    if (path_of(fd, path)) {
        if (fails('s')) return -1;
        record('s', path, 0, "", 0);
    }
    return real(fd);
}

int fdatasync(int fd)
{
    char path[PATH_MAX];
    REAL("fdatasync", sync_t);
    if (path_of(fd, path)) {
        if (fails('s')) return -1;
        record('s', path, 0, "", 0);
    }
    return real(fd);
}

int ftruncate64(int fd, off64_t size)
{
    char path[PATH_MAX];
    REAL("ftruncate64", truncate_t);
    if (path_of(fd, path)) {
        if (fails('t')) return -1;
        record('t', path, size, "", 0);
    }
    return real(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int unlink(const char *path)
{
    REAL("unlink", unlink_t);
    if (inside(path)) {
        if (fails('u')) return -1;
        record('u', path, 0, "", 0);
    }
    return real(path);
}

int unlinkat(int at, const char *path, int flags)
{
    REAL("unlinkat", unlinkat_t);
    if (inside(path) && !flags) {
        if (fails('u')) return -1;
        record('u', path, 0, "", 0);
    }
    return real(at, path, flags);
}

int rename(const char *from, const char *to)
{
    REAL("rename", rename_t);
    if (inside(to)) {
        if (fails('r')) return -1;
        record('r', from, 0, to, strlen(to));
    }
    return real(from, to);
}

static int opened(const char *name, const char *path, int flags, int mode)
{
    open_t real = (open_t)dlsym(RTLD_NEXT, name);
    int is_new = (flags & O_CREAT) && inside(path) && access(path, F_OK);
    int fd;
    if (is_new && fails('c')) return -1;
    fd = real(path, flags, mode);
    if (is_new && fd >= 0) record('c', path, 0, "", 0);
    return fd;
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return opened("open64", path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    int mode = va_arg(rest, int);
    va_end(rest);
    return opened("open", path, flags, mode);
}
