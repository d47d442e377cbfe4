/* Loaded before libc (LD_PRELOAD): writes down, in order, what a process does to the files below POWER_ROOT.
   A record: one letter, length of path, path, a number, length of data, data. See replay.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;
static const char *root;
static size_t root_length;

__attribute__((constructor)) static void begin(void) {
    root = getenv("POWER_ROOT");
    root_length = root ? strlen(root) : 0;
    const char *log = getenv("POWER_LOG");
    if (root && log) out = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ours(const char *path) { return out >= 0 && strncmp(path, root, root_length) == 0; }

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return ours(path);
}

static void put(const void *data, size_t size) {
    while (size > 0) {
        ssize_t n = syscall(SYS_write, out, data, size);
        if (n <= 0) abort();
        data = (const char *)data + n, size -= n;
    }
}

static void note(char what, const char *path, uint64_t number, const void *data, uint32_t size) {
    uint32_t length = strlen(path);
    put(&what, 1), put(&length, 4), put(path, length), put(&number, 8), put(&size, 4), put(data, size);
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)

#define PWRITE(name)                                                             \
    ssize_t name(int fd, const void *data, size_t size, off_t at) {              \
        REAL(ssize_t, name, int, const void *, size_t, off_t);                   \
        char path[PATH_MAX];                                                     \
        if (!path_of(fd, path)) return real(fd, data, size, at);                 \
        pthread_mutex_lock(&turn);                                               \
        ssize_t n = real(fd, data, size, at);                                    \
        if (n > 0) note('W', path, at, data, n);                                 \
        pthread_mutex_unlock(&turn);                                             \
        return n;                                                                \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    char path[PATH_MAX];
    if (fd == out || !path_of(fd, path)) return real(fd, data, size);
    pthread_mutex_lock(&turn);
    ssize_t n = real(fd, data, size);
    if (n > 0) note('W', path, lseek(fd, 0, SEEK_CUR) - n, data, n);
    pthread_mutex_unlock(&turn);
    return n;
}

#define SYNC(name)                                                               \
    int name(int fd) {                                                           \
        REAL(int, name, int);                                                    \
        char path[PATH_MAX];                                                     \
        if (!path_of(fd, path)) return real(fd);                                 \
        pthread_mutex_lock(&turn);                                               \
        note('S', path, 0, "", 0);                                               \
        pthread_mutex_unlock(&turn);                                             \
        return 0;                                                                \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name)                                                           \
    int name(int fd, off_t size) {                                               \
        REAL(int, name, int, off_t);                                             \
        char path[PATH_MAX];                                                     \
        if (!path_of(fd, path)) return real(fd, size);                           \
        pthread_mutex_lock(&turn);                                               \
        int done = real(fd, size);                                               \
        if (done == 0) note('T', path, size, "", 0);                             \
        pthread_mutex_unlock(&turn);                                             \
        return done;                                                             \
    }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define OPEN(name)                                                               \
    int name(const char *path, int flags, ...) {                                 \
        REAL(int, name, const char *, int, ...);                                 \
        va_list rest;                                                            \
        va_start(rest, flags);                                                   \
        int mode = va_arg(rest, int);                                            \
        va_end(rest);                                                            \
        if (!(flags & O_CREAT) || !ours(path)) return real(path, flags, mode);   \
        pthread_mutex_lock(&turn);                                               \
        int there = access(path, F_OK) == 0, fd = real(path, flags, mode);       \
        if (fd >= 0 && !there) note('C', path, 0, "", 0);                        \
        else if (fd >= 0 && (flags & O_TRUNC)) note('T', path, 0, "", 0);        \
        pthread_mutex_unlock(&turn);                                             \
        return fd;                                                               \
    }
OPEN(open)
OPEN(open64)

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    if (!ours(from)) return real(from, to);
    pthread_mutex_lock(&turn);
    int done = real(from, to);
    if (done == 0) note('R', from, 0, to, strlen(to));
    pthread_mutex_unlock(&turn);
    return done;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    if (!ours(path)) return real(path);
    pthread_mutex_lock(&turn);
    int done = real(path);
    if (done == 0) note('U', path, 0, "", 0);
    pthread_mutex_unlock(&turn);
    return done;
}
