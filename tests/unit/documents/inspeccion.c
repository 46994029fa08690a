/* The cage and what the parent makes of it: dictamen-inspector itself, and impostors in its place. */
#include "documents/inspeccion.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fecha.h"
#include "documents/registro.h"
#include "unit/documents/fabrica.h"

#ifdef __has_feature
#define TIENE(x) __has_feature(x)
#else
#define TIENE(x) 0
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ || TIENE(address_sanitizer) || TIENE(thread_sanitizer)
#define CON_SANITIZER 1
#else
#define CON_SANITIZER 0
#endif

static char inspector[4096];

static void find_inspector(void)
{
	const char *bin = getenv("DICTAMEN_BIN");
	char self[2048] = "";

	if (bin == NULL) {
		const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
		char *slash = n > 0 ? strrchr(self, '/') : NULL;

		if (slash != NULL)
			*slash = '\0';
		bin = self;
	}
	snprintf(inspector, sizeof inspector, "%s/dictamen-inspector", bin);
}

static int file_de(const void *p, size_t n)
{
	const int fd = memfd_create("prueba", MFD_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, p, n), (ssize_t)n);
	return fd;
}

static int open_fds(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	ck_assert_ptr_nonnull(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

/* One run that must answer `expected`, leave no descriptor and no child, and not touch the file's offset. */
static struct inspeccion correr(const struct inspeccion_opciones *op, const void *p, size_t n, const char *tipo, enum status expected)
{
	ARENA_AUTO *a = arena_create(1u << 16);
	struct inspeccion out;
	struct error err;
	bool whole;
	const int before = open_fds(), fd = file_de(p, n);

	error_init(&err, a);
	ck_assert_int_eq(inspeccion_run(op, fd, n, tipo, &out, NULL, &whole, &err), expected);
	ck_assert_int_eq(error_status(&err), expected);
	ck_assert_int_eq(lseek(fd, 0, SEEK_CUR), (off_t)n);
	close(fd);
	ck_assert_int_eq(open_fds(), before);
	ck_assert(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	return out;
}

static struct inspeccion inspeccionar(struct buf *b, const char *tipo)
{
	const struct inspeccion x = correr(&(struct inspeccion_opciones){.inspector = inspector}, buf_str(b), b->len, tipo, STATUS_OK);

	buf_free(b);
	return x;
}

START_TEST(test_documents)
{
	struct buf b = docx_de(CUERPO(P("CONVENIO") P("1. Objeto")), 0);
	struct inspeccion x = inspeccionar(&b, MEDIA_DOCX);
	struct sha256 expected;

	sha256_of("convenio objeto", 15, &expected);
	ck_assert(x.cabe_tipo && x.tiene_huella && x.encontrado == DOCUMENTO_DOCX && x.hallazgo == INSPECCION_NINGUNO);
	ck_assert(sha256_equal(&x.huella, &expected));
	ck_assert_uint_eq(x.palabras, 2);
	x = correr(&(struct inspeccion_opciones){.inspector = inspector}, PDF_BUENO, sizeof PDF_BUENO - 1, "application/pdf", STATUS_OK);
	ck_assert(x.cabe_tipo && !x.tiene_huella && x.encontrado == DOCUMENTO_PDF && x.hallazgo == INSPECCION_NINGUNO);
	x = correr(&(struct inspeccion_opciones){.inspector = inspector}, PDF_BUENO, sizeof PDF_BUENO - 1, "video/mp4", STATUS_OK);
	ck_assert(!x.cabe_tipo && x.encontrado == DOCUMENTO_PDF && x.hallazgo == INSPECCION_TIPO_FALSO);
	x = correr(&(struct inspeccion_opciones){.inspector = inspector}, PDF_BUENO, sizeof PDF_BUENO - 1, NULL, STATUS_OK);
	ck_assert(x.cabe_tipo && x.encontrado == DOCUMENTO_PDF);
	x = correr(&(struct inspeccion_opciones){.inspector = inspector}, "", 0, MEDIA_DOCX, STATUS_OK);
	ck_assert_int_eq(x.hallazgo, INSPECCION_VACIO);
	b = docx_de(
		"<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"" W_NS "\"><w:t>&x;</w:t></w:document>", 0);
	ck_assert_int_eq(inspeccionar(&b, MEDIA_DOCX).hallazgo, INSPECCION_ILEGIBLE);
	/* an encoding that makes libraries look for converters on disk */
	b = docx_de("<?xml version=\"1.0\" encoding=\"EUC-JP\"?><w:document xmlns:w=\"" W_NS "\"><w:body/></w:document>", 0);
	ck_assert_int_eq(inspeccionar(&b, MEDIA_DOCX).hallazgo, INSPECCION_ILEGIBLE);
	b = ZIP_DE({.name = "x", .data = "x"});
	ck_assert_int_eq(inspeccionar(&b, MEDIA_DOCX).hallazgo, INSPECCION_NO_ES_WORD);
	b = ZIP_DE({.name = "x", .data = "x", .cifrado = ZIP_EM_AES_128});
	ck_assert_int_eq(inspeccionar(&b, MEDIA_DOCX).hallazgo, INSPECCION_CIFRADO);
}
END_TEST

/* A text within the limits, in a cage too small for it: a finding, whichever library ran out first. */
START_TEST(test_memory)
{
	const struct inspeccion_opciones op = {.inspector = inspector, .memoria_mib = 4};
	struct inspeccion x;
	struct buf text, b;

	if (CON_SANITIZER)
		return;
	buf_init(&text, 40u << 20);
	buf_puts(&text, "<w:document xmlns:w=\"" W_NS "\">");
	for (unsigned i = 0; text.len < 12u << 20; i++)
		buf_printf(&text, "<w:p><w:r><w:t>palabra %u</w:t></w:r></w:p>", i * 2654435761u);
	buf_puts(&text, "</w:document>");
	b = docx_de(text.data, text.len);
	x = correr(&op, b.data, b.len, MEDIA_DOCX, STATUS_OK);
	ck_assert(x.hallazgo == INSPECCION_DEMASIADO || x.hallazgo == INSPECCION_FALLO_JAULA || x.hallazgo == INSPECCION_ILEGIBLE);
	x = inspeccionar(&b, MEDIA_DOCX);
	ck_assert_int_eq(x.hallazgo, INSPECCION_NINGUNO);
	buf_free(&text);
}
END_TEST

START_TEST(test_bad_calls)
{
	ARENA_AUTO *a = arena_create(1u << 16);
	const struct inspeccion_opciones op = {.inspector = inspector};
	struct inspeccion out;
	struct error err;
	bool whole;
	const int fd = file_de("abc", 3);
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	error_init(&err, a);
	ck_assert_int_eq(inspeccion_run(&op, fd, 4, NULL, &out, NULL, &whole, &err), STATUS_INTERNAL);
	ck_assert_int_eq(inspeccion_run(&op, ends[0], 0, NULL, &out, NULL, &whole, &err), STATUS_INTERNAL);
	ck_assert_int_eq(inspeccion_run(&op, -1, 0, NULL, &out, NULL, &whole, &err), STATUS_INTERNAL);
	close(fd);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(test_available)
{
	ARENA_AUTO *a = arena_create(1u << 16);
	struct error err;

	error_init(&err, a);
	ck_assert_int_eq(inspeccion_disponible(&(struct inspeccion_opciones){.inspector = inspector}, &err), STATUS_OK);
	ck_assert_int_eq(inspeccion_disponible(&(struct inspeccion_opciones){.inspector = "/no/existe"}, &err), STATUS_UNAVAILABLE);
	ck_assert_ptr_nonnull(err.interno);
}
END_TEST

/* The service's inspector replaced by a shell script: what a subverted or dying child could do. */
static const struct impostor {
	const char *script;
	enum status status;
	enum inspeccion_hallazgo hallazgo;
} impostores[] = {
	{"exit 0", STATUS_UNAVAILABLE, INSPECCION_FALLO_JAULA},
	{"exit 3", STATUS_UNAVAILABLE, INSPECCION_FALLO_JAULA},
	{"kill -SEGV $$", STATUS_UNAVAILABLE, INSPECCION_FALLO_JAULA},
	{"printf X >&4", STATUS_UNAVAILABLE, INSPECCION_FALLO_JAULA},
	{"sleep 30", STATUS_UNAVAILABLE, INSPECCION_FALLO_JAULA},
	{"printf J >&4", STATUS_OK, INSPECCION_FALLO_JAULA},
	{"printf J >&4; kill -SEGV $$", STATUS_OK, INSPECCION_FALLO_JAULA},
	{"printf J >&4; kill -SYS $$", STATUS_OK, INSPECCION_FALLO_JAULA},
	{"printf J >&4; kill -XCPU $$", STATUS_OK, INSPECCION_TIEMPO},
	{"printf J >&4; exec sleep 30", STATUS_OK, INSPECCION_TIEMPO},
	{"printf J >&4; exec 4>&-; exec sleep 30", STATUS_OK, INSPECCION_TIEMPO},
	{"trap '' TERM INT; printf J >&4; while :; do :; done", STATUS_OK, INSPECCION_TIEMPO},
	{"printf 'J%044d' 0 >&4", STATUS_OK, INSPECCION_FALLO_JAULA},
	{"printf 'J%043d' 0 >&4", STATUS_OK, INSPECCION_FALLO_JAULA},
	{"printf 'J%099d' 0 >&4; sleep 30", STATUS_OK, INSPECCION_TIEMPO},
	{"printf J >&4; cat /dev/zero >&4", STATUS_OK, INSPECCION_FALLO_JAULA},
	/* a perfect record stands, whatever comes after it; then one about another type */
	{"printf 'JDIN1\\001\\000\\001\\000%b' \"$(printf '\\\\000%.0s' $(seq 36))\" >&4; exit 1", STATUS_OK, INSPECCION_NINGUNO},
	{"printf 'JDIN1\\001\\000\\001\\000%b' \"$(printf '\\\\000%.0s' $(seq 36))\" >&4", STATUS_OK, INSPECCION_NINGUNO},
	{"printf 'JDIN1\\005\\000\\001\\000%b' \"$(printf '\\\\000%.0s' $(seq 36))\" >&4", STATUS_OK, INSPECCION_FALLO_JAULA},
	/* descriptors: the document cannot be written, nothing else is open, nothing comes through the environment */
	{"if printf x >&3; then exit 0; fi; printf J >&4; exit 0", STATUS_OK, INSPECCION_FALLO_JAULA},
	{"for f in 5 6 7 8 9 10 11 12 20 50; do [ -e /dev/fd/$f ] && exit 0; done; printf J >&4", STATUS_OK, INSPECCION_FALLO_JAULA},
	{"[ -z \"$HOME$USER$CK_FORK$SECRETO\" ] || exit 0; printf J >&4", STATUS_OK, INSPECCION_FALLO_JAULA},
};

START_TEST(test_impostors)
{
	const struct impostor *im = &impostores[_i];
	const int64_t start = reloj_mono_ns();
	char dir[] = "/tmp/dictamen-pruebaXXXXXX", path[64], base[64];
	struct inspeccion x;
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(base, sizeof base, "%s/impostor", dir);
	snprintf(path, sizeof path, "%s/impostor-pdf", dir); /* the one for PDFs is called so */
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "#!/bin/bash\nPATH=/usr/bin:/bin\n%s\n", im->script);
	fclose(f);
	ck_assert_int_eq(chmod(path, 0700), 0);
	setenv("SECRETO", "1", 1);
	x = correr(&(struct inspeccion_opciones){.inspector = base, .plazo_ms = 1500}, PDF_BUENO, sizeof PDF_BUENO - 1, "application/pdf",
		im->status);
	unlink(path);
	rmdir(dir);
	ck_assert_str_eq(inspeccion_hallazgo_name(x.hallazgo), inspeccion_hallazgo_name(im->hallazgo));
	ck_assert(reloj_mono_ns() - start < INT64_C(8000000000));
}
END_TEST

static void *one_thread(void *arg)
{
	ARENA_AUTO *a = arena_create(1u << 16);
	const struct inspeccion_opciones op = {.inspector = inspector, .plazo_ms = 60000, .cpu_s = 60};
	const struct buf *b = arg;
	uintptr_t good = 0;

	for (int i = 0; i < 10; i++) {
		const int fd = memfd_create("prueba", MFD_CLOEXEC);
		struct inspeccion out;
		struct error err;
		bool whole;

		error_init(&err, a);
		if (fd >= 0 && write(fd, b->data, b->len) == (ssize_t)b->len &&
			inspeccion_run(&op, fd, b->len, MEDIA_DOCX, &out, NULL, &whole, &err) == STATUS_OK)
			good += out.tiene_huella;
		close(fd);
	}
	return (void *)good;
}

START_TEST(test_threads)
{
	struct buf b = docx_de(CUERPO(P("Uno dos tres")), 0);
	const int before = open_fds();
	pthread_t threads[8];

	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, one_thread, &b), 0);
	for (int i = 0; i < 8; i++) {
		void *good;

		ck_assert_int_eq(pthread_join(threads[i], &good), 0);
		ck_assert_uint_eq((uintptr_t)good, 10);
	}
	ck_assert_int_eq(open_fds(), before);
	buf_free(&b);
}
END_TEST

/* Inside the cage: each attempt is either refused or deadly. `sanitizer` says that the sanitizer's run-time needs it. */
static const struct intento {
	const char *name;
	bool permitido, sanitizer;
} intentos[] = {
	{"trabajar", true, false},
	{"abrir", false, false},
	{"stat", false, false},
	{"crear", false, false},
	{"borrar", false, false},
	{"socket", false, false},
	{"bifurcar", false, false},
	{"ejecutar", false, false},
	{"senal", false, false},
	{"mmap-exec", false, false},
	{"mprotect-exec", false, false},
	{"escribir", false, false},
	{"leer", false, false},
	{"limites", false, true},
	{"ptrace", false, false},
	{"memoria", false, true},
	{"landlock-abrir", false, false},
	{"landlock-crear", false, false},
	{"landlock-ejecutar", false, false},
	{"landlock-memoria", false, true},
	{"landlock-trabajar", true, false},
};

START_TEST(test_cage)
{
	const struct intento *t = &intentos[_i];
	char command[4200], answer[32] = "";
	FILE *f;
	int rc;

	if (CON_SANITIZER && t->sanitizer)
		return;
	snprintf(command, sizeof command, "exec '%s' --autoprueba %s 2>&1 < /dev/null", inspector, t->name);
	f = popen(command, "r");
	ck_assert_ptr_nonnull(f);
	if (fgets(answer, sizeof answer, f) == NULL)
		answer[0] = '\0';
	rc = pclose(f);
	if (t->permitido)
		ck_assert_str_eq(answer, "permitido\n");
	else if (WIFSIGNALED(rc))
		ck_assert_int_eq(WTERMSIG(rc), SIGSYS);
	else
		ck_assert_str_eq(answer, "denegado\n");
}
END_TEST

START_TEST(test_record)
{
	struct inspeccion x = {.cabe_tipo = true,
				  .encontrado = DOCUMENTO_DOCX,
				  .tiene_huella = true,
				  .huella = {{1}},
				  .palabras = 0x01020304},
			  y;
	static const struct {
		size_t at;
		uint8_t value;
	} wrong[] = {{0, 'd'}, {4, DOCUMENTO_TIPO_COUNT}, {4, DOCUMENTO_PDF}, {4, DOCUMENTO_OTRO}, {5, INSPECCION_VACIO},
		{5, INSPECCION_FALLO_JAULA}, {5, 255}, {6, 0}, {6, 2}, {7, 0}, {7, 2}, {12, 0}};
	uint8_t r[REGISTRO_LEN], bad[REGISTRO_LEN];

	registro_encode(&x, r);
	ck_assert(registro_decode(r, DOCUMENTO_DOCX, &y));
	ck_assert(y.cabe_tipo && y.tiene_huella && y.palabras == x.palabras && sha256_equal(&x.huella, &y.huella));
	ck_assert(registro_decode(r, DOCUMENTO_OTRO, &y));
	ck_assert(!registro_decode(r, DOCUMENTO_PDF, &y));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		memcpy(bad, r, sizeof r);
		bad[wrong[i].at] = wrong[i].value;
		ck_assert(!registro_decode(bad, DOCUMENTO_DOCX, &y));
	}
	memcpy(bad, r, sizeof r);
	memset(bad + 8, 0, 4);
	ck_assert(!registro_decode(bad, DOCUMENTO_DOCX, &y));
	x = (struct inspeccion){.encontrado = DOCUMENTO_OTRO};
	registro_encode(&x, r);
	ck_assert(registro_decode(r, DOCUMENTO_OTRO, &y));
	ck_assert(!registro_decode(r, DOCUMENTO_PDF, &y));
	r[43] = 1;
	ck_assert(!registro_decode(r, DOCUMENTO_OTRO, &y));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("inspeccion");
	TCase *t = tcase_create("inspeccion");
	SRunner *r;
	int failed;

	hash_init();
	find_inspector();
	tcase_set_timeout(t, 120);
	tcase_add_test(t, test_documents);
	tcase_add_test(t, test_memory);
	tcase_add_test(t, test_bad_calls);
	tcase_add_test(t, test_available);
	tcase_add_loop_test(t, test_impostors, 0, (int)(sizeof impostores / sizeof *impostores));
	tcase_add_test(t, test_threads);
	tcase_add_loop_test(t, test_cage, 0, (int)(sizeof intentos / sizeof *intentos));
	tcase_add_test(t, test_record);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
