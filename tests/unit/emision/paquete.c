/* Writer and checker of the sealed file: what is whole passes, and each kind of tampering is named where it is. */
#include <stdlib.h>

#include "paquete_prueba.h"
#include "zip.h"

static void ck_difiere(const struct paquete_veredicto *v, const char *donde, const char *difiere)
{
	ck_assert(!v->integro);
	ck_assert_str_eq(v->donde, donde);
	ck_assert_msg(strstr(v->difiere, difiere) != NULL, "%s: %s", v->donde, v->difiere);
}

static void emitted(struct maleta *k, int acto, const char *clase, const char *bytes)
{
	maleta_entrada(k, MANIFIESTO_EMITIDO, "emitidos/0004-acuse.pdf", bytes, strlen(bytes));
	struct manifiesto_entrada *e = &k->e[k->n - 1];
	e->acto = acto;
	e->clase = clase;
	e->codigo = "ABCD-EFGH";
	e->emitido_en = 1764000300000000;
}

START_TEST(whole)
{
	struct maleta k;
	size_t n;
	maleta_llenar(&k, ACTO_NINGUNO);
	maleta_diario(&k);
	emitted(&k, 4, "acuse", "%PDF acuse sellado");
	const uint8_t *p = maleta_cerrar(&k, &n);
	struct paquete_veredicto v = examinar(&k, p, n);
	ck_assert_msg(v.integro, "%s: %s", v.donde, v.difiere);
	ck_assert_int_eq(v.emitidos, 1);
	ck_assert_int_eq(v.actos, 4);
	ck_assert_int_eq(v.documentos, 2);
	ck_assert_int_eq(v.reservados, 0);
	ck_assert_str_eq(v.manifiesto.folio, "AII-2026-000007");
	ck_assert_str_eq(v.firma.firmante, "CN=prueba");
	maleta_free(&k);
}
END_TEST

START_TEST(reserved_acts_keep_the_chain)
{
	struct maleta k;
	size_t n;
	maleta_llenar(&k, ACTO_INCORPORAR_DOCUMENTO);
	maleta_diario(&k);
	const uint8_t *p = maleta_cerrar(&k, &n);
	struct paquete_veredicto v = examinar(&k, p, n);
	ck_assert_msg(v.integro, "%s: %s", v.donde, v.difiere);
	ck_assert_int_eq(v.reservados, 2);
	ck_assert_int_eq(v.documentos, 0);
	maleta_free(&k);
}
END_TEST

START_TEST(the_same_twice)
{
	struct maleta k[2];
	const uint8_t *p[2];
	size_t n[2];
	for (int i = 0; i < 2; i++) {
		maleta_llenar(&k[i], ACTO_NINGUNO);
		maleta_diario(&k[i]);
		p[i] = maleta_cerrar(&k[i], &n[i]);
	}
	ck_assert_uint_eq(n[0], n[1]);
	ck_assert_mem_eq(p[0], p[1], n[0]);
	maleta_free(&k[0]);
	maleta_free(&k[1]);
}
END_TEST

/* ---- the journal ---- */

/* A journal edited by hand, its digest in the manifest corrected and the seal put again: what the chain alone must find. */
static struct paquete_veredicto with_journal(struct maleta *k, const char *from, const char *to)
{
	size_t n;
	BUF_AUTO otro;
	const char *at = strstr(buf_str(&k->diario), from);
	buf_init(&otro, 1 << 20);
	ck_assert_ptr_nonnull(at);
	buf_append(&otro, buf_str(&k->diario), (size_t)(at - buf_str(&k->diario)));
	buf_puts(&otro, to);
	buf_puts(&otro, at + strlen(from));
	k->m.cabeza = k->ultimo.hash;
	size_t len = otro.len;
	maleta_entrada(k, MANIFIESTO_DIARIO, PAQUETE_DIARIO, bytes_de(k, &otro), len);
	maleta_entrada(k, MANIFIESTO_CERTIFICADOS, PAQUETE_CERTIFICADOS, "certificados", 12);
	const uint8_t *p = maleta_cerrar(k, &n);
	return examinar(k, p, n);
}

static const struct {
	const char *from, *to, *donde, *difiere;
} ediciones[] = {
	{"Oficio núm. 3.pdf", "Oficio núm. 4.pdf", "acto 2", "no corresponde al hash"},
	{"\"declaracion_version_final\":true", "\"declaracion_version_final\":true,\"nota\":\"x\"", "acto 4", "no corresponde a la cabeza"},
	{"\"n\":2,", "\"n\":3,", "acto 2", "falta este acto"},
	{"\"hacia\":\"borrador\",\"n\":2", "\"hacia\":\"presentado\",\"n\":2", "acto 2", "no es un paso"},
	{"\"n\":1,\"registrado_en\":\"2025", "\"n\":1,\"registrado_en\":\"2024", "acto 1", "no corresponde al hash"},
	{"{\"acto\":\"abrir\"", "{ \"acto\":\"abrir\"", "acto 1", "forma canónica"},
	{"\"v\":1}\n{", "\"v\":1}\r\n{", "acto 1", "forma canónica"},
	{"\"v\":1}\n{", "\"v\":1}\n\n{", "acto 2", "forma canónica"},
	{"\"datos\":{}", "\"datos\":{\"inventado\":1}", "acto 1", "no se puede leer"},
	{"\"datos\":{}", "\"datos\":{\"a\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}", "acto 1", "forma canónica"},
};

START_TEST(edited_journal)
{
	struct maleta k;
	maleta_llenar(&k, ACTO_NINGUNO);
	struct paquete_veredicto v = with_journal(&k, ediciones[_i].from, ediciones[_i].to);
	ck_difiere(&v, ediciones[_i].donde, ediciones[_i].difiere);
	maleta_free(&k);
}
END_TEST

START_TEST(removed_act)
{
	struct maleta k;
	maleta_llenar(&k, ACTO_NINGUNO);
	char *copy = arena_strdup(k.a, buf_str(&k.diario));
	char *second = strchr(copy, '\n') + 1, *third = strchr(second, '\n') + 1;
	*third = '\0';
	struct paquete_veredicto v = with_journal(&k, second, "");
	ck_difiere(&v, "acto 2", "falta este acto");
	maleta_free(&k);
}
END_TEST

START_TEST(removed_last_act)
{
	struct maleta k;
	maleta_llenar(&k, ACTO_NINGUNO);
	char *last = strrchr(arena_memdup(k.a, buf_str(&k.diario), k.diario.len - 1), '\n') + 1;
	struct paquete_veredicto v = with_journal(&k, arena_printf(k.a, "%s\n", last), "");
	ck_difiere(&v, "acto 4", "falta este acto");
	maleta_free(&k);
}
END_TEST

START_TEST(reserved_and_not_said)
{
	struct maleta k;
	size_t n;
	maleta_llenar(&k, ACTO_INCORPORAR_DOCUMENTO);
	maleta_diario(&k);
	k.m.n_reservados = 1;
	const uint8_t *p = maleta_cerrar(&k, &n);
	struct paquete_veredicto v = examinar(&k, p, n);
	ck_difiere(&v, "acto 3", "el diario lo da por reservado");
	maleta_free(&k);
}
END_TEST

/* ---- manifest and entries, sealed again by whoever spoilt them ---- */

static void other_bytes(struct maleta *k)
{
	k->f[0].bytes = "%PDF-1.7 oficio de solicituD";
	sha256_of(k->f[0].bytes, (size_t)k->f[0].tamano, &k->f[0].sha256);
}
static void other_bytes_and_digest(struct maleta *k)
{
	other_bytes(k);
	k->e[0].sha256 = k->f[0].sha256;
}
static void swapped(struct maleta *k)
{
	struct uuid id = k->e[0].id;
	k->e[0].id = k->e[1].id;
	k->e[1].id = id;
}
static void renamed(struct maleta *k)
{
	k->e[0].original = "otro.pdf";
}
static void added(struct maleta *k)
{
	maleta_entrada(k, MANIFIESTO_LEEME, "documentos/anexo/0009-otro.pdf", "x", 1);
	k->n--;
}
static void missing(struct maleta *k)
{
	k->e[k->n] = k->e[0];
	k->e[k->n++].nombre = "documentos/anexo/0009-otro.pdf";
}
static void unlisted_document(struct maleta *k)
{
	k->e[0] = k->e[--k->n];
	k->f[0] = k->f[--k->n_f];
}
static void twice(struct maleta *k)
{
	maleta_entrada(k, MANIFIESTO_LEEME, "Documentos/solicitud/0002-OFICIO.pdf", "x", 1);
}
static void climbing(struct maleta *k)
{
	maleta_entrada(k, MANIFIESTO_LEEME, "documentos/../../etc/passwd", "x", 1);
}
static void hidden_name(struct maleta *k)
{
	maleta_entrada(k, MANIFIESTO_LEEME, "documentos/\xE2\x80\xAEgpj.pdf", "x", 1);
}
static void wrong_state(struct maleta *k)
{
	k->m.estado = ESTADO_CONCLUIDO;
}
static void wrong_folio(struct maleta *k)
{
	k->m.folio = "AII-2026-000008";
}
static void wrong_version(struct maleta *k)
{
	k->m.version = 3;
}
static void other_file(struct maleta *k)
{
	k->m.expediente = id_de(9);
}
static void other_format(struct maleta *k)
{
	k->m.v = 2;
}
static void emitted_without_code(struct maleta *k)
{
	emitted(k, 4, "acuse", "%PDF acuse sellado");
	k->e[k->n - 1].codigo = NULL;
}
static void emitted_by_another_act(struct maleta *k)
{
	emitted(k, 1, "acuse", "%PDF acuse sellado");
}
static void emitted_of_another_class(struct maleta *k)
{
	emitted(k, 4, "constancia", "%PDF acuse sellado");
}
static void emitted_unsealed(struct maleta *k)
{
	emitted(k, 4, "acuse", "%PDF acuse sin sello");
}

static const struct {
	void (*spoil)(struct maleta *k);
	const char *donde, *difiere;
} danos[] = {
	{other_bytes, "documentos/solicitud/0002-oficio.pdf", "su SHA-256 no es el del manifiesto"},
	{other_bytes_and_digest, "documentos/solicitud/0002-oficio.pdf", "no es el documento que incorporó"},
	{swapped, "documentos/solicitud/0002-oficio.pdf", "ningún acto"},
	{renamed, "documentos/solicitud/0002-oficio.pdf", "su clase o su nombre"},
	{added, "documentos/anexo/0009-otro.pdf", "el manifiesto no lo nombra"},
	{missing, "documentos/anexo/0009-otro.pdf", "falta"},
	{unlisted_document, "acto 2", "falta el documento"},
	{twice, "documentos/solicitud/0002-oficio.pdf", "dos veces"},
	{climbing, "ZIP", "no es de los que pone el servicio"},
	{hidden_name, "ZIP", "no es de los que pone el servicio"},
	{wrong_state, PAQUETE_MANIFIESTO, "el estado"},
	{wrong_folio, PAQUETE_MANIFIESTO, "el folio"},
	{wrong_version, "acto 4", "el manifiesto no lo conoce"},
	{other_file, "acto 1", "otro expediente"},
	{other_format, PAQUETE_MANIFIESTO, "no es un manifiesto"},
	{emitted_without_code, "emitidos/0004-acuse.pdf", "registro de emisión"},
	{emitted_by_another_act, "emitidos/0004-acuse.pdf", "no produce"},
	{emitted_of_another_class, "emitidos/0004-acuse.pdf", "no produce"},
	{emitted_unsealed, "emitidos/0004-acuse.pdf", "su sello no es"},
};

START_TEST(spoilt)
{
	struct maleta k;
	size_t n;
	maleta_llenar(&k, ACTO_NINGUNO);
	maleta_diario(&k);
	danos[_i].spoil(&k);
	const uint8_t *p = maleta_cerrar(&k, &n);
	struct paquete_veredicto v = examinar(&k, p, n);
	if (danos[_i].spoil == twice)
		v.donde = "documentos/solicitud/0002-oficio.pdf"; /* either of the two may be named */
	ck_difiere(&v, danos[_i].donde, danos[_i].difiere);
	maleta_free(&k);
}
END_TEST

/* ---- the bytes of the archive ---- */

START_TEST(another_seal)
{
	struct maleta k;
	size_t n;
	maleta_llenar(&k, ACTO_NINGUNO);
	maleta_diario(&k);
	(void)maleta_cerrar(&k, &n);
	uint8_t *sello = arena_memdup(k.a, k.f[k.n_f - 1].bytes, SHA256_LEN) ? (uint8_t *)(uintptr_t)k.f[k.n_f - 1].bytes : NULL;
	sello[0] ^= 1;
	sha256_of(sello, SHA256_LEN, &k.f[k.n_f - 1].sha256);
	int fd = memfd_create("paquete", MFD_CLOEXEC);
	int64_t tamano;
	struct error err;
	error_init(&err, k.a);
	ck_assert_int_eq(paquete_escribir(fd, k.f, k.n_f, &tamano, &err), STATUS_OK);
	uint8_t *p = arena_alloc(k.a, (size_t)tamano);
	ck_assert_int_eq(pread(fd, p, (size_t)tamano, 0), tamano);
	close(fd);
	struct paquete_veredicto v = examinar(&k, p, (size_t)tamano);
	ck_difiere(&v, PAQUETE_FIRMA, "no es de este manifiesto");
	maleta_free(&k);
}
END_TEST

/* Cut anywhere, or with one byte changed anywhere, it is never whole, and never more than a verdict. */
START_TEST(cut_and_bitten)
{
	struct maleta k;
	size_t n;
	maleta_llenar(&k, ACTO_NINGUNO);
	maleta_diario(&k);
	const uint8_t *p = maleta_cerrar(&k, &n);
	for (size_t i = 0; i < n; i += 7) {
		ARENA_AUTO *a = arena_create(64u << 20);
		struct maleta otra = {.a = a};
		ck_assert(!examinar(&otra, p, i).integro);
		uint8_t *copia = (uint8_t *)arena_memdup(a, (const char *)p, n);
		copia[i] ^= 0x41;
		struct paquete_veredicto v = examinar(&otra, copia, n);
		/* Times, versions and attributes of the directory are nobody's evidence. */
		if (v.integro)
			ck_assert_int_eq(v.documentos, 2);
	}
	maleta_free(&k);
}
END_TEST

/* What libzip would compress: a bomb, and an honest entry all the same. */
START_TEST(compressed)
{
	static char ceros[1 << 20];
	struct maleta k;
	zip_error_t e;
	zip_stat_t st;
	maleta_llenar(&k, ACTO_NINGUNO);
	zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *zip = zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &e);
	zip_source_keep(memory);
	ck_assert_int_ge(zip_file_add(zip, "documentos/bomba.pdf", zip_source_buffer(zip, ceros, sizeof ceros, 0), 0), 0);
	ck_assert_int_eq(zip_close(zip), 0);
	ck_assert_int_eq(zip_source_stat(memory, &st), 0);
	uint8_t *p = arena_alloc(k.a, st.size);
	ck_assert_int_eq(zip_source_open(memory), 0);
	ck_assert_int_eq(zip_source_read(memory, p, st.size), (zip_int64_t)st.size);
	zip_source_close(memory);
	zip_source_free(memory);
	struct paquete_veredicto v = examinar(&k, p, st.size);
	ck_difiere(&v, "documentos/bomba.pdf", "comprimido");
	maleta_free(&k);
}
END_TEST

START_TEST(nothing_and_nonsense)
{
	struct maleta k;
	maleta_llenar(&k, ACTO_NINGUNO);
	struct paquete_veredicto v = examinar(&k, (const uint8_t *)"", 0);
	ck_difiere(&v, "ZIP", "");
	v = examinar(&k, (const uint8_t *)"hola, no soy un ZIP y tengo más de veintidós bytes", 52);
	ck_difiere(&v, "ZIP", "no es un ZIP");
	maleta_free(&k);
}
END_TEST

/* ---- the writer ---- */

/* Bytes that are not those of their SHA-256 never leave the service. */
START_TEST(writer_holds_the_digest)
{
	struct maleta k;
	struct error err;
	int64_t tamano;
	int fd = memfd_create("paquete", MFD_CLOEXEC);
	maleta_llenar(&k, ACTO_NINGUNO);
	error_init(&err, k.a);
	k.f[1].bytes = "PK otro proyecto igual";
	ck_assert_uint_eq(strlen(k.f[1].bytes), strlen(PROYECTO));
	ck_assert_int_eq(paquete_escribir(fd, k.f, k.n_f, &tamano, &err), STATUS_INTERNAL);
	close(fd);
	maleta_free(&k);
}
END_TEST

static enum status read_zeroes(void *ctx, int64_t desde, char *out, size_t cap, size_t *n, struct error *err)
{
	int64_t *calls = ctx;
	(void)desde;
	(void)err;
	++*calls;
	*n = cap > 1000 ? 1000 : cap;
	memset(out, 0, *n);
	return STATUS_OK;
}

static enum status read_fails(void *ctx, int64_t desde, char *out, size_t cap, size_t *n, struct error *err)
{
	(void)ctx;
	(void)desde;
	(void)out;
	(void)cap;
	*n = 0;
	return error_set(err, PROBLEM_BASE_NO_DISPONIBLE);
}

START_TEST(writer_reads_in_pieces)
{
	static const char cero[100000];
	ARENA_AUTO *a = arena_create(1u << 20);
	struct error err;
	int64_t tamano, calls = 0;
	struct paquete_fuente f = {.nombre = "ceros", .tamano = sizeof cero, .leer = read_zeroes, .ctx = &calls};
	int fd = memfd_create("paquete", MFD_CLOEXEC);
	error_init(&err, a);
	sha256_of(cero, sizeof cero, &f.sha256);
	ck_assert_int_eq(paquete_escribir(fd, &f, 1, &tamano, &err), STATUS_OK);
	ck_assert_int_ge(calls, 100);
	ck_assert_int_gt(tamano, (int64_t)sizeof cero);
	f.leer = read_fails;
	ck_assert_int_eq(ftruncate(fd, 0), 0);
	ck_assert_int_eq(paquete_escribir(fd, &f, 1, &tamano, &err), STATUS_UNAVAILABLE);
	ck_assert_int_eq(err.problem, PROBLEM_BASE_NO_DISPONIBLE);
	close(fd);
}
END_TEST

START_TEST(names)
{
	static const struct {
		const char *original, *ext, *nombre;
	} casos[] = {
		{"Oficio núm. 12 «definitivo».pdf", "pdf", "d/0007-Oficio_num.12_definitivo.pdf"},
		{"../../etc/passwd", "pdf", "d/0007-etc_passwd.pdf"},
		{"CON", "pdf", "d/0007-CON.pdf"},
		{"友好都市協定書.docx", "docx", "d/0007.docx"},
		{"\u202egpj.exe", "pdf", "d/0007-gpj.pdf"},
		{"...", "pdf", "d/0007.pdf"},
		{".pdf", "pdf", "d/0007-pdf.pdf"},
		{"a\r\nb.pdf", "pdf", "d/0007-a_b.pdf"},
		{"acta final", "", "d/0007-acta_final"},
	};
	ARENA_AUTO *a = arena_create(1u << 16);
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++)
		ck_assert_str_eq(paquete_nombre(a, "d", 7, casos[i].original, casos[i].ext), casos[i].nombre);
	char largo[400];
	memset(largo, 'x', sizeof largo - 1);
	largo[sizeof largo - 1] = '\0';
	ck_assert_uint_lt(strlen(paquete_nombre(a, "documentos/instrumento_modificatorio", 12345, largo, "docx")), 200);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("paquete");
	TCase *t = tcase_create("paquete");
	if (!hash_init() || !zona_init("America/Mexico_City"))
		return 1;
	tcase_set_timeout(t, 120);
	tcase_add_test(t, whole);
	tcase_add_test(t, reserved_acts_keep_the_chain);
	tcase_add_test(t, the_same_twice);
	tcase_add_loop_test(t, edited_journal, 0, (int)(sizeof ediciones / sizeof *ediciones));
	tcase_add_test(t, removed_act);
	tcase_add_test(t, removed_last_act);
	tcase_add_test(t, reserved_and_not_said);
	tcase_add_loop_test(t, spoilt, 0, (int)(sizeof danos / sizeof *danos));
	tcase_add_test(t, another_seal);
	tcase_add_test(t, cut_and_bitten);
	tcase_add_test(t, compressed);
	tcase_add_test(t, nothing_and_nonsense);
	tcase_add_test(t, writer_holds_the_digest);
	tcase_add_test(t, writer_reads_in_pieces);
	tcase_add_test(t, names);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
