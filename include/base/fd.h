/* Descriptors that close by themselves: FD_AUTO before the variable, which fd_close() closes when it goes out of scope. -1: there is none. */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <unistd.h>

static inline void fd_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define FD_AUTO __attribute__((cleanup(fd_close))) int

#endif
