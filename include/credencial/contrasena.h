/*
 * Passwords: Argon2id (RFC 9106, libsodium crypto_pwhash) and the rule that a new one must meet (NIST SP 800-63B §5.1.1.2: length and a list of
 * what is guessed first; no rule about kinds of characters). Memory and passes are the configuration's; one call holds that memory while it runs, so
 * the caller bounds how many run at once. Pure but for the list's file; thread-safe.
 */
#ifndef CREDENCIAL_CONTRASENA_H
#define CREDENCIAL_CONTRASENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define CONTRASENA_MIN 12   /* code points, after NFC */
#define CONTRASENA_MAX 256  /* code points; beyond, the request is refused and nothing is computed */
#define CONTRASENA_HASH 128 /* "$argon2id$v=19$m=…" and NUL */

struct contrasena_costo {
	size_t memoria; /* bytes of one computation */
	int vueltas;    /* passes */
};

/* Hash of a password under this cost. False when there is no memory. */
bool contrasena_hash(const struct contrasena_costo *c, const char *contrasena, char out[static CONTRASENA_HASH]);
/* Whether `hash` (as contrasena_hash wrote it, under any cost) is of this password. Constant time in the password. */
bool contrasena_es(const char *hash, const char *contrasena);
/*
 * A hash of this cost that is of no password: salt and digest are random and nothing is computed, while comparing with it costs what it costs with any other.
 */
void contrasena_hash_nadie(const struct contrasena_costo *c, char out[static CONTRASENA_HASH]);
/* How many times this process computed Argon2id, to make a hash or to compare with one. */
uint64_t contrasena_calculos(void);
/* True when `hash` was made under another cost and should be made again at the next sign-in. */
bool contrasena_vieja(const struct contrasena_costo *c, const char *hash);

/* ---- what is not taken ---- */

/* Passwords that are guessed first: a file of the installation's, beside the built-in rule. Immutable. */
struct contrasenas_vedadas;
/*
 * Reads the file: one entry a line, either a SHA-1 in hexadecimal (16 digits at least, the rest of the line is ignored: the form in which lists of
 * leaked passwords are handed out) or the password itself, compared without regard to case and accents. INVALID (CONFIGURACION_INVALIDA) with the
 * line when it cannot be read or passes VEDADAS_MAX entries. "" gives an empty list. The caller frees it.
 */
#define VEDADAS_MAX ((size_t)4000000)
NODISCARD enum status contrasenas_vedadas_load(const char *ruta, struct contrasenas_vedadas **out, struct error *err);
void contrasenas_vedadas_free(struct contrasenas_vedadas *v); /* NULL is fine */

/*
 * Adds to `err`, under `pointer`, what is wrong with a new password; true when nothing is. `propios`: words of its owner that it must not consist of
 * (name, address, organisation), NULL-terminated.
 *
 * The built-in rule: letters are folded (case, accents, 0→o 1→i 3→e 4→a 5→s 7→t @→a $→s) and what is neither a letter nor a digit is dropped. What is left
 * after taking away the words of a short list (months, weekdays, the 32 states, words of the trade and of passwords), the owner's own words, runs along
 * the keyboard or the alphabet, repeated characters and figures, must still have CONTRASENA_RESTO characters.
 */
#define CONTRASENA_RESTO 5
bool contrasena_admisible(
	const struct contrasenas_vedadas *v, const char *contrasena, const char *const *propios, const char *pointer, struct error *err);

#endif
