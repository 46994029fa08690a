/* A small file with its journal, and packages of it: whole, and each spoilt in one way. The seal of the tests is the SHA-256 of the manifest. */
#ifndef TESTS_EMISION_PAQUETE_PRUEBA_H
#define TESTS_EMISION_PAQUETE_PRUEBA_H

#include <check.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "codec/cadena.h"
#include "codec/tipos.h"
#include "emision/paquete.h"

#define OFICIO "%PDF-1.7 oficio de solicitud"
#define PROYECTO "PK proyecto de acuerdo"
#define ENTRADAS 8

struct maleta {
	struct arena *a;
	struct manifiesto m;
	struct manifiesto_entrada e[ENTRADAS];
	struct paquete_fuente f[ENTRADAS + 2];
	size_t n, n_f;
	struct buf diario;
	struct acto ultimo;      /* of the journal so far */
	enum acto_tipo reservar; /* acts of this kind are written as reserved */
	int reservados[4];
};

static inline struct uuid id_de(int n)
{
	struct uuid u = {.b = {1, [6] = 0x70, [8] = 0x80, [15] = (uint8_t)n}};
	return u;
}

static inline void maleta_acto(
	struct maleta *k, enum acto_tipo tipo, enum estado hacia, const struct acto_datos *d, const struct efectos *f)
{
	struct acto act = {.expediente = id_de(1),
		.n = k->ultimo.n + 1,
		.tipo = tipo,
		.desde = k->ultimo.hacia,
		.hacia = hacia,
		.registrado_en = 1764000000000000 + k->ultimo.n * 60000000LL,
		.fecha_legal = DIA_NINGUNO,
		.anterior = k->ultimo.hash,
		.actor = {.usuario = id_de(3), .organizacion = id_de(2), .rol = ROL_GOBIERNO_LOCAL, .cve_ent = ""}};
	BUF_AUTO datos;
	BUF_AUTO efectos;
	buf_init(&datos, 1 << 16);
	buf_init(&efectos, 1 << 16);
	acto_datos_encode(tipo, d, &datos);
	efectos_encode(f, &efectos);
	ck_assert_int_eq(cadena_hash(&act, buf_str(&datos), buf_str(&efectos), &act.hash), STATUS_OK);
	if (tipo == k->reservar) {
		k->reservados[k->m.n_reservados++] = act.n;
		cadena_reservada(&act, &k->diario);
	} else {
		cadena_canonica(&act, buf_str(&datos), buf_str(&efectos), &k->diario);
	}
	buf_putc(&k->diario, '\n');
	k->ultimo = act;
}

static inline void maleta_entrada(struct maleta *k, enum manifiesto_tipo tipo, const char *nombre, const void *bytes, size_t n)
{
	struct manifiesto_entrada *e = &k->e[k->n];
	struct paquete_fuente *f = &k->f[k->n_f++];
	*e = (struct manifiesto_entrada){.nombre = nombre, .tipo = tipo, .tamano = (int64_t)n, .emitido_en = INSTANTE_NINGUNO};
	sha256_of(bytes, n, &e->sha256);
	*f = (struct paquete_fuente){.nombre = nombre, .tamano = (int64_t)n, .sha256 = e->sha256, .en = 1764000000000000, .bytes = bytes};
	k->n++;
}

static inline void maleta_documento(struct maleta *k, enum clase_documento clase, int id, const char *nombre, const char *texto)
{
	struct documento doc = {.id = id_de(id),
		.clase = clase,
		.nombre = "Oficio núm. 3.pdf",
		.tipo_medio = "application/pdf",
		.tamano = (int64_t)strlen(texto)};
	struct acto_datos d;
	acto_datos_init(&d);
	sha256_of(texto, strlen(texto), &doc.sha256);
	d.documento = &doc;
	maleta_acto(k, ACTO_INCORPORAR_DOCUMENTO, ESTADO_BORRADOR, &d, NULL);
	if (k->reservar == ACTO_INCORPORAR_DOCUMENTO)
		return;
	maleta_entrada(k, MANIFIESTO_DOCUMENTO, nombre, texto, strlen(texto));
	struct manifiesto_entrada *e = &k->e[k->n - 1];
	e->id = doc.id;
	e->acto = k->ultimo.n;
	e->clase = vocabulario_slug(&vocabulario_clase_documento, (int)clase);
	e->original = doc.nombre;
	e->tipo_medio = doc.tipo_medio;
}

/* A draft, two documents, presented: four acts. */
static inline void maleta_llenar(struct maleta *k, enum acto_tipo reservar)
{
	struct efectos f;
	struct acto_datos d;
	*k = (struct maleta){.a = arena_create(64u << 20), .reservar = reservar};
	ck_assert_ptr_nonnull(k->a);
	buf_init(&k->diario, 1 << 20);
	maleta_acto(k, ACTO_ABRIR, ESTADO_BORRADOR, NULL, NULL);
	maleta_documento(k, CLASE_DOCUMENTO_SOLICITUD, 11, "documentos/solicitud/0002-oficio.pdf", OFICIO);
	maleta_documento(k, CLASE_DOCUMENTO_PROYECTO, 12, "documentos/proyecto/0003-acuerdo.docx", PROYECTO);
	efectos_init(&f);
	acto_datos_init(&d);
	f.serie = SERIE_FOLIO;
	f.anio = 2026;
	f.numero = 7;
	f.numero_texto = "AII-2026-000007";
	d.declaracion_version_final = true;
	maleta_acto(k, ACTO_PRESENTAR, ESTADO_PRESENTADO, &d, &f);
	k->m = (struct manifiesto){.formato = MANIFIESTO_FORMATO,
		.v = MANIFIESTO_VERSION,
		.expediente = id_de(1),
		.organizacion = id_de(2),
		.folio = "AII-2026-000007",
		.version = 4,
		.estado = ESTADO_PRESENTADO,
		.exportado_en = 1764100000000000,
		.exportado_por = {.organizacion = id_de(2), .usuario = id_de(3), .rol = ROL_GOBIERNO_LOCAL},
		.programa = "prueba",
		.reservados = k->reservados,
		.n_reservados = k->m.n_reservados};
}

static inline void maleta_diario(struct maleta *k)
{
	k->m.cabeza = k->ultimo.hash;
	maleta_entrada(k, MANIFIESTO_DIARIO, PAQUETE_DIARIO, buf_str(&k->diario), k->diario.len);
	maleta_entrada(k, MANIFIESTO_CERTIFICADOS, PAQUETE_CERTIFICADOS, "certificados", 12);
}

static inline const void *bytes_de(struct maleta *k, const struct buf *b)
{
	return arena_memdup(k->a, buf_str(b), b->len);
}

/* Manifest and seal as the entries stand now; the package in memory of the arena. */
static inline const uint8_t *maleta_cerrar(struct maleta *k, size_t *n)
{
	BUF_AUTO texto;
	struct sha256 *sello = ARENA_NEW(k->a, struct sha256);
	struct error err;
	int64_t tamano = 0;
	int fd = memfd_create("paquete", MFD_CLOEXEC);
	buf_init(&texto, 1 << 20);
	error_init(&err, k->a);
	k->m.entradas = k->e;
	k->m.n_entradas = k->n;
	manifiesto_encode(&k->m, &texto);
	size_t largo = texto.len, antes = k->n;
	maleta_entrada(k, MANIFIESTO_LEEME, PAQUETE_MANIFIESTO, bytes_de(k, &texto), largo);
	sha256_of(k->f[k->n_f - 1].bytes, largo, sello);
	maleta_entrada(k, MANIFIESTO_LEEME, PAQUETE_FIRMA, sello->b, SHA256_LEN);
	k->n = antes;
	ck_assert_int_eq(paquete_escribir(fd, k->f, k->n_f, &tamano, &err), STATUS_OK);
	uint8_t *p = arena_alloc(k->a, (size_t)tamano);
	ck_assert_int_eq(pread(fd, p, (size_t)tamano, 0), tamano);
	close(fd);
	*n = (size_t)tamano;
	return p;
}

static inline void maleta_free(struct maleta *k)
{
	buf_free(&k->diario);
	arena_destroy(k->a);
}

static inline bool sello_de_prueba(void *ctx, const void *bytes, size_t n, const void *firma, size_t n_firma, const char *certificados,
	struct arena *a, struct paquete_firma *out, const char **porque)
{
	struct sha256 real;
	ck_assert_str_eq(certificados, "certificados");
	(void)ctx;
	(void)a;
	sha256_of(bytes, n, &real);
	*porque = "la firma no es de este manifiesto";
	*out = (struct paquete_firma){.firmante = "CN=prueba"};
	return n_firma == SHA256_LEN && memcmp(firma, real.b, SHA256_LEN) == 0;
}

/* The seal of a PDF is its last word. */
static inline bool pdf_de_prueba(void *ctx, const void *bytes, size_t n, struct arena *a, const char **porque)
{
	(void)ctx;
	(void)a;
	*porque = "su sello no es el del servicio";
	return n >= 7 && memcmp((const char *)bytes + n - 7, "sellado", 7) == 0;
}

static inline struct paquete_veredicto examinar(struct maleta *k, const uint8_t *p, size_t n)
{
	struct paquete_control control = {.firma = sello_de_prueba, .pdf = pdf_de_prueba};
	struct paquete_veredicto v;
	struct error err;
	error_init(&err, k->a);
	ck_assert_int_eq(paquete_verificar(p, n, &control, k->a, &v, &err), STATUS_OK);
	ck_assert_int_eq(v.integro, v.difiere == NULL);
	return v;
}

#endif
