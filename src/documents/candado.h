/* The parts of which both cages are built: Landlock rule sets, resource limits, lists of system calls. Linux only. */
#ifndef SRC_DOCUMENTS_CANDADO_H
#define SRC_DOCUMENTS_CANDADO_H

#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#define CANDADO_LEER UINT64_C(0x000C)     /* READ_FILE, READ_DIR */
#define CANDADO_EJECUTAR UINT64_C(0x0001) /* EXECUTE */
/* WRITE_FILE, REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG, REFER, TRUNCATE: no devices, sockets, pipes or links, and nothing to execute. */
#define CANDADO_ESCRIBIR UINT64_C(0x61B2)

/* A rule set that handles, and so denies, all that this kernel's Landlock knows. -1: no Landlock. */
int candado_create(void);
/* Allows `acceso` at `path` and below; what a file cannot have (READ_DIR…) is left out. A path that does not exist adds nothing, and is no failure. */
bool candado_allow(int ruleset, const char *path, uint64_t acceso);
/* Closes `ruleset`. Needs no_new_privs. */
bool candado_enter(int ruleset);

bool candado_limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard);
bool candado_calls(scmp_filter_ctx ctx, const int *calls, size_t n, uint32_t action);
#define CANDADO_CALLS(ctx, calls, action) candado_calls((ctx), (calls), sizeof(calls) / sizeof *(calls), (action))

#endif
