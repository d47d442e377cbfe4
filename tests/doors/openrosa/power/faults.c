/* Loaded before libc (LD_PRELOAD): a disk that fails. As long as the file POWER_FAULT is there, nothing below POWER_ROOT can
   be written or synced: EIO where its first letter is E, else "no space left". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fails(int fd) {
    const char *root = getenv("POWER_ROOT"), *fault = getenv("POWER_FAULT");
    char link[64], path[PATH_MAX], letter = 0;
    if (!root || !fault) return 0;
    int told = syscall(SYS_openat, AT_FDCWD, fault, O_RDONLY | O_CLOEXEC);
    if (told < 0) return 0;
    if (syscall(SYS_read, told, &letter, 1) != 1) letter = 'N';
    syscall(SYS_close, told);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0) return 0;
    path[n] = 0;
    if (strncmp(path, root, strlen(root)) || strstr(path, ".log")) return 0;
    errno = letter == 'E' ? EIO : ENOSPC;
    return 1;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)
#define PWRITE(name)                                                             \
    ssize_t name(int fd, const void *data, size_t size, off_t at) {              \
        REAL(ssize_t, name, int, const void *, size_t, off_t);                   \
        return fails(fd) ? -1 : real(fd, data, size, at);                        \
    }
PWRITE(pwrite)
PWRITE(pwrite64)
ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    return fails(fd) ? -1 : real(fd, data, size);
}
#define SYNC(name)                                                               \
    int name(int fd) {                                                           \
        REAL(int, name, int);                                                    \
        return fails(fd) ? -1 : real(fd);                                        \
    }
SYNC(fsync)
SYNC(fdatasync)
