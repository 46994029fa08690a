#include "services/llave_cofre.h"

#include <string.h>

#include "services/archivo_llave.h"

enum status llave_cofre_load(const char *path, enum problem problema, struct cofre_llave *out, struct error *err)
{
	char texto[COFRE_LLAVE_TEXTO_LEN];
	enum status st = archivo_llave_read(path, problema, texto, sizeof texto, err);
	if (st != STATUS_OK)
		return st;
	const bool ok = cofre_llave_parse(texto, out);
	explicit_bzero(texto, sizeof texto);
	return ok ? STATUS_OK : error_set(err, problema, path, "no es una llave de 32 bytes en base64");
}

enum status llave_cofre_create(const char *path, enum problem problema, struct error *err)
{
	struct cofre_llave k;
	char texto[COFRE_LLAVE_TEXTO_LEN];
	cofre_llave_new(&k);
	cofre_llave_text(&k, texto);
	cofre_llave_forget(&k);
	enum status st = archivo_llave_write(path, problema, texto, err);
	explicit_bzero(texto, sizeof texto);
	return st;
}
