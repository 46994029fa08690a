/* libFuzzer: a sealed file's bytes, and the same bytes as the journal and as the manifest of a correct ZIP (mutating what is inside finds more). */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fecha.h"
#include "codec/cadena.h"
#include "emision/paquete.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!hash_init() || !zona_init("America/Mexico_City"))
		abort();
	return 0;
}

/* Every signature is good: what comes after it must stand alone. */
static bool any_seal(void *ctx, const void *bytes, size_t n, const void *firma, size_t n_firma, const char *certificados, struct arena *a,
	struct paquete_firma *out, const char **porque)
{
	(void)ctx, (void)bytes, (void)n, (void)firma, (void)n_firma, (void)certificados, (void)a;
	*porque = "";
	*out = (struct paquete_firma){.firmante = "CN=cualquiera"};
	return true;
}

static bool any_pdf(void *ctx, const void *bytes, size_t n, struct arena *a, const char **porque)
{
	(void)ctx, (void)bytes, (void)n, (void)a;
	*porque = "";
	return true;
}

static void check(const uint8_t *p, size_t n)
{
	struct paquete_control control = {.firma = any_seal, .pdf = any_pdf};
	struct paquete_veredicto v;
	struct error err;
	ARENA_AUTO *a = arena_create((size_t)64 << 20);
	if (!a)
		abort();
	error_init(&err, a);
	if (paquete_verificar(p, n, &control, a, &v, &err) == STATUS_OK && v.integro == (v.difiere != NULL))
		abort();
}

static struct paquete_fuente entry(struct manifiesto_entrada *e, const char *nombre, enum manifiesto_tipo tipo, const void *p, size_t n)
{
	*e = (struct manifiesto_entrada){.nombre = nombre, .tipo = tipo, .tamano = (int64_t)n, .emitido_en = INSTANTE_NINGUNO};
	sha256_of(p, n, &e->sha256);
	return (struct paquete_fuente){.nombre = nombre, .tamano = (int64_t)n, .sha256 = e->sha256, .bytes = p};
}

/* What the journal tells, told by the manifest too, so that the check goes on to the end of it. */
static void describe(struct manifiesto *m, const char *diario, size_t n, struct arena *a)
{
	const char *end = memrchr(diario, '\n', n ? n - 1 : 0), *line = end ? end + 1 : diario;
	size_t len = n - (size_t)(line - diario);
	struct cadena_renglon r;
	if (len && line[len - 1] == '\n')
		len--;
	if (!cadena_leer(line, len, a, &r))
		return;
	m->version = r.acto.n;
	m->cabeza = r.acto.hash;
	m->estado = r.acto.hacia;
	m->expediente = r.acto.expediente;
}

static void inside(const char *data, size_t size)
{
	struct manifiesto_entrada e[2], sin[2];
	struct manifiesto m = {.formato = MANIFIESTO_FORMATO,
		.v = 1,
		.version = 1,
		.estado = ESTADO_BORRADOR,
		.entradas = e,
		.n_entradas = 2,
		.exportado_en = 1,
		.exportado_por.rol = ROL_DGCP};
	struct paquete_fuente f[4];
	struct error err;
	int64_t n = 0;
	ARENA_AUTO *a = arena_create((size_t)16 << 20);
	BUF_AUTO texto;
	buf_init(&texto, (size_t)8 << 20);
	m.expediente.b[0] = m.organizacion.b[0] = m.exportado_por.organizacion.b[0] = m.exportado_por.usuario.b[0] = m.cabeza.b[0] = 1;
	int fd = memfd_create("paquete", MFD_CLOEXEC);
	if (!a || fd < 0)
		abort();
	error_init(&err, a);
	describe(&m, data, size, a);
	f[0] = entry(&e[0], PAQUETE_DIARIO, MANIFIESTO_DIARIO, data, size);
	f[1] = entry(&e[1], PAQUETE_CERTIFICADOS, MANIFIESTO_CERTIFICADOS, "x", 1);
	manifiesto_encode(&m, &texto);
	f[2] = entry(&sin[0], PAQUETE_MANIFIESTO, MANIFIESTO_LEEME, buf_str(&texto), texto.len);
	f[3] = entry(&sin[1], PAQUETE_FIRMA, MANIFIESTO_LEEME, "x", 1);
	/* Once as journal, once as manifest. */
	for (int i = 0; i < 2; i++) {
		if (ftruncate(fd, 0) != 0 || paquete_escribir(fd, f, 4, &n, &err) != STATUS_OK)
			abort();
		uint8_t *p = mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p == MAP_FAILED)
			abort();
		check(p, (size_t)n);
		munmap(p, (size_t)n);
		f[2] = entry(&sin[0], PAQUETE_MANIFIESTO, MANIFIESTO_LEEME, data, size);
	}
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check(data, size);
	inside((const char *)data, size);
	return 0;
}
