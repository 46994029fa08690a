/* What the tests of src/emision share: a folder of their own with a self-made seal, and a runner. */
#ifndef PRUEBA_EMISION_H
#define PRUEBA_EMISION_H

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emision/sello.h"

static struct arena *a;
static struct error err;
static char carpeta[64];

static inline const char *en_carpeta(const char *nombre)
{
	return arena_printf(a, "%s/%s", carpeta, nombre);
}

static inline void preparar(void)
{
	a = arena_create(64u << 20);
	error_init(&err, a);
	snprintf(carpeta, sizeof carpeta, "/tmp/emision.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(carpeta));
	ck_assert(hash_init());
}

static inline int borrar(const char *path, const struct stat *st, int tipo, struct FTW *f)
{
	(void)st, (void)tipo, (void)f;
	return remove(path);
}

static inline void recoger(void)
{
	nftw(carpeta, borrar, 8, FTW_DEPTH | FTW_PHYS);
	arena_destroy(a);
}

static inline void escribir(const char *nombre, const char *texto, mode_t modo)
{
	FILE *f = fopen(en_carpeta(nombre), "w");
	ck_assert_ptr_nonnull(f);
	fputs(texto, f);
	fclose(f);
	ck_assert_int_eq(chmod(en_carpeta(nombre), modo), 0);
}

static inline char *leer(const char *path)
{
	FILE *f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	char *t = arena_alloc(a, 65536);
	t[fread(t, 1, 65535, f)] = '\0';
	fclose(f);
	return t;
}

static inline struct sello_opciones opciones(void)
{
	return (struct sello_opciones){.certificado = en_carpeta("sello.pem"), .llave = en_carpeta("sello.llave"), .tsa_plazo_ms = 2000};
}

static inline int correr(Suite *s)
{
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
