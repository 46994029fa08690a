/* Outcome of every call that can fail. The detail travels in `struct error` (base/error.h). */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
	STATUS_OK,
	STATUS_INVALID,      /* the caller's input is wrong (HTTP 400, 413, 415, 422, 428) */
	STATUS_NOT_FOUND,    /* absent, or not to be known by this caller (404) */
	STATUS_CONFLICT,     /* the procedure's state or another fact forbids it (409) */
	STATUS_FORBIDDEN,    /* known caller without the right (401, 403) */
	STATUS_PRECONDITION, /* stale version (412) */
	STATUS_RETRY,        /* lost a race that the callee may repeat by itself; never leaves the services */
	STATUS_UNAVAILABLE,  /* database or another part is away (503) */
	STATUS_INTERNAL,     /* a defect of ours (500) */
};

#define NODISCARD __attribute__((warn_unused_result))

#endif
