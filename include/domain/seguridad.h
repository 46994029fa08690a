/*
 * The security journal (docs/seguridad.md): one chain of rows for the whole service, from 1 without gaps. A row is never changed; its hash is over its
 * canonical form (codec/cadena_seguridad.h), which names the hash of the row before it.
 */
#ifndef DOMAIN_SEGURIDAD_H
#define DOMAIN_SEGURIDAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "domain/vocabulario.h"

/*
 * X(NAME, slug, title, repeated): `repeated` kinds come from strangers or by the thousand: the first is written, and equal ones in the minute that follows
 * become one more row that counts them. The others are written one by one.
 */
#define SEGURIDAD_TIPOS(X) \
	X(INGRESO, "ingreso", "Entrada de una persona", false) \
	X(INGRESO_FALLIDO, "ingreso_fallido", "Entrada que no se logró", true) \
	X(SALIDA, "salida", "Sesión terminada", false) \
	X(CREDENCIAL, "credencial", "Contraseña, segundo factor o certificado", false) \
	X(DENEGACION, "denegacion", "Petición negada", true) \
	X(USO_DE_CLAVE, "uso_de_clave", "Primer uso del día de una clave desde una dirección", true) \
	X(EXPORTACION, "exportacion", "Información que una persona se llevó", true) \
	X(ORGANIZACION, "organizacion", "Organización creada o cambiada", false) \
	X(USUARIO, "usuario", "Persona creada o cambiada", false) \
	X(ROL, "rol", "Cambio de papel de una persona", false) \
	X(CLAVE, "clave", "Clave creada o revocada", false) \
	X(SUSCRIPCION, "suscripcion", "Suscripción a los avisos creada o cambiada", false) \
	X(CALENDARIO, "calendario", "Calendario cargado o aviso publicado", false) \
	X(PLANTILLA, "plantilla", "Plantilla de los documentos cambiada", false) \
	X(DELEGACION, "delegacion", "Delegación otorgada o revocada", false) \
	X(RELEVO, "relevo", "Relevo a la administración siguiente", false) \
	X(CONFIGURACION, "configuracion", "Arranque con otra configuración, o recarga", false) \
	X(PERDIDA, "perdida", "Hechos que no se pudieron registrar uno por uno", false)
enum seguridad_tipo {
	SEGURIDAD_NINGUNO,
#define X(n, s, t, r) SEGURIDAD_##n,
	SEGURIDAD_TIPOS(X)
#undef X
		SEGURIDAD_COUNT
};
extern const struct vocabulario vocabulario_seguridad;
/* True for kinds whose equal rows are counted together. */
bool seguridad_se_repite(enum seguridad_tipo t);

/* One row. Texts are UTF-8, never NULL once it was read; "" for none. */
struct seguridad_acto {
	int64_t n;
	enum seguridad_tipo tipo;
	instante_t registrado_en;
	struct uuid usuario, organizacion; /* who; nil: nobody known, or the service itself */
	enum rol rol;                      /* ROL_NINGUNO: none */
	const char *direccion;             /* IPv4 or IPv6, as the client's address is believed */
	const char *objeto;                /* what it is about: "usuario/0193…", "GET /v1/…" */
	int64_t veces;                     /* 1, or how many equal ones the row stands for */
	const char *datos;                 /* text of a JSON object; part of the hash exactly as it is stored */
	struct sha256 anterior, hash;
};

#endif
