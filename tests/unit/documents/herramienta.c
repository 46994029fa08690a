/* The cage of external tools: the real ones must work in it, and what they must not do must fail, tried by a real program. */
#include "documents/herramienta.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fecha.h"

static char lanzador[4096];
static char carpeta[64];
static char ajeno[80]; /* a file that the tool was not given */

static void find_launcher(void)
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
	snprintf(lanzador, sizeof lanzador, "%s/dictamen-jaula", bin);
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

static void set_up(void)
{
	FILE *f;

	strcpy(carpeta, "/tmp/dictamen-pruebaXXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(carpeta));
	snprintf(ajeno, sizeof ajeno, "%s.ajeno", carpeta);
	f = fopen(ajeno, "w");
	ck_assert_ptr_nonnull(f);
	fputs("secreto", f);
	fclose(f);
}

static void tear_down(void)
{
	char path[400];
	DIR *d = opendir(carpeta);

	for (struct dirent *e = d ? readdir(d) : NULL; e != NULL; e = readdir(d)) {
		snprintf(path, sizeof path, "%s/%s", carpeta, e->d_name);
		unlink(path);
	}
	closedir(d);
	rmdir(carpeta);
	unlink(ajeno);
}

static struct herramienta base_de(const char *const *argv)
{
	return (struct herramienta){
		.lanzador = lanzador, .argv = argv, .carpeta = carpeta, .entrada = -1, .salida = -1, .salida_max = 8u << 20};
}

/* One run that leaves no descriptor and no child. */
static enum herramienta_fin correr(const struct herramienta *h, enum status expected)
{
	ARENA_AUTO *a = arena_create(1u << 16);
	enum herramienta_fin fin;
	struct error err;
	const int before = open_fds();

	error_init(&err, a);
	ck_assert_int_eq(herramienta_run(h, &fin, &err), expected);
	ck_assert_int_eq(error_status(&err), expected);
	ck_assert_int_eq(open_fds(), before);
	ck_assert(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	return fin;
}

/* What a Python program prints, cut at 8191 bytes. */
static enum herramienta_fin python(struct herramienta h, const char *program, char out[static 8192])
{
	const char *const argv[] = {"/usr/bin/python3", "-I", "-S", "-c", program, carpeta, ajeno, NULL};
	enum herramienta_fin fin;
	ssize_t n;

	h.argv = argv;
	h.salida = memfd_create("salida", MFD_CLOEXEC);
	fin = correr(&h, STATUS_OK);
	n = pread(h.salida, out, 8191, 0);
	out[n < 0 ? 0 : n] = '\0';
	close(h.salida);
	return fin;
}

/* --- attempts: each is a Python expression that succeeds outside, and must raise inside ------------------------------------ */

static const struct intento {
	const char *name, *code;
} intentos[] = {
	{"abrir", "open(sys.argv[2]).read()"},
	{"abrir un secreto", "open('/etc/passwd').read()"},
	{"mirar procesos", "open('/proc/self/environ').read()"},
	{"listar", "os.listdir('/tmp')"},
	{"crear fuera", "open(sys.argv[2] + '.nuevo', 'w')"},
	{"escribir fuera", "open(sys.argv[2], 'a')"},
	{"truncar fuera", "os.truncate(sys.argv[2], 0)"},
	{"borrar fuera", "os.unlink(sys.argv[2])"},
	{"mover hacia dentro", "os.rename(sys.argv[2], sys.argv[1] + '/x')"},
	{"enlazar hacia dentro", "os.link(sys.argv[2], sys.argv[1] + '/x')"},
	{"cambiar permisos fuera", "os.chmod(sys.argv[2], 0o777)"},
	{"dispositivo", "os.mknod(sys.argv[1] + '/x', 0o600 | 0o20000, os.makedev(1, 3))"},
	{"tubo con nombre", "os.mkfifo(sys.argv[1] + '/x')"},
	{"ejecutar lo escrito",
		"(open(sys.argv[1] + '/x', 'w').write('#!/bin/true'), os.open(sys.argv[1] + '/x', os.O_RDONLY), "
		"os.execv(sys.argv[1] + '/x', ['x']))"},
	{"socket", "socket.socket()"},
	{"socket local", "socket.socket(socket.AF_UNIX)"},
	{"par de sockets", "socket.socketpair()"},
	{"netlink", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)"},
	{"bifurcar", "os.fork()"},
	{"posix_spawn", "os.posix_spawn('/bin/true', ['true'], {})"},
	{"subproceso", "__import__('subprocess').run(['/bin/true'])"},
	{"vfork", "llamar(58)"},
	{"clone sin hilo", "llamar(56, 17, 0, 0, 0, 0)"},
	{"espacio de nombres", "llamar(272, 0x10000000)"},
	{"ptrace", "llamar(101, 16, os.getppid(), 0, 0)"},
	{"leer memoria ajena", "llamar(310, os.getppid(), 0, 0, 0, 0, 0)"},
	{"senal", "os.kill(os.getppid(), 0)"},
	{"senal a un hilo", "llamar(200, os.getppid(), 0)"},
	{"senal por pidfd", "os.pidfd_open(os.getppid())"},
	{"montar", "llamar(165, b'x', b'/tmp', b'tmpfs', 0, 0)"},
	{"llavero", "llamar(250, 0, -3, 0)"},
	{"bpf", "llamar(321, 0, 0, 0)"},
	{"io_uring", "llamar(425, 1, 0)"},
	{"userfaultfd", "llamar(323, 1)"},
	{"perf", "llamar(298, 0, 0, -1, -1, 0)"},
	{"memfd", "os.memfd_create('x')"},
	{"otra sesion", "os.setsid()"},
	{"otro usuario", "os.setuid(65534)"},
	{"mas limites", "resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))"},
	{"memoria ejecutable", "mmap.mmap(-1, 4096, prot=7)"},
	{"volver ejecutable", "proteger()"},
	{"ioctl", "__import__('fcntl').ioctl(1, 0x5412, b'x')"},
	{"demasiada memoria", "bytearray(3 << 30)"},
};

static const char prologo[] =
	"import sys, os, socket, resource, mmap, ctypes\n"
	"c = ctypes.CDLL(None, use_errno=True)\n"
	"def llamar(n, *a):\n"
	"    if c.syscall(n, *[ctypes.c_long(x) if isinstance(x, int) else x for x in a]) < 0:\n"
	"        raise OSError(ctypes.get_errno(), 'syscall')\n"
	"def proteger():\n"
	"    c.mmap.restype = ctypes.c_void_p\n"
	"    p = c.mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0))\n"
	"    if c.mprotect(ctypes.c_void_p(p), ctypes.c_size_t(4096), 5) != 0: raise OSError(ctypes.get_errno(), 'mprotect')\n"
	"try:\n"
	"    %s\n"
	"    print('permitido', end='')\n"
	"except (OSError, ValueError, MemoryError) as e:\n"
	"    print('denegado', end='')\n";

START_TEST(test_attempts)
{
	char program[4096], out[8192];

#if !defined __x86_64__
	if (strstr(intentos[_i].code, "llamar(") != NULL)
		return; /* the numbers are this machine's */
#endif
	snprintf(program, sizeof program, prologo, intentos[_i].code);
	ck_assert_int_eq(python(base_de(NULL), program, out), HERRAMIENTA_BIEN);
	ck_assert_msg(strcmp(out, "denegado") == 0, "%s: %s", intentos[_i].name, out);
	/* and nothing was left behind outside */
	ck_assert_int_eq(access(ajeno, F_OK), 0);
}
END_TEST

/* The same attempts that must succeed in there: they show that the others do not fail for want of an import. */
START_TEST(test_allowed)
{
	static const char *const obras[] = {
		"open(sys.argv[1] + '/x', 'w').write('x')",
		"(open('x', 'w').write('x'), os.rename('x', sys.argv[1] + '/y'), os.unlink('y'))",
		"open('/usr/share/common-licenses/GPL-3').read()",
		"[t.start() or t.join() for t in [__import__('threading').Thread(target=print, args=('',)) for _ in range(8)]]",
		"__import__('tempfile').TemporaryFile().write(b'x')", "bytearray(64 << 20)", "llamar(39)", /* getpid */
	};
	char program[4096], out[8192];

	for (size_t i = 0; i < sizeof obras / sizeof *obras; i++) {
		snprintf(program, sizeof program, prologo, obras[i]);
		ck_assert_int_eq(python(base_de(NULL), program, out), HERRAMIENTA_BIEN);
		ck_assert_msg(strstr(out, "permitido") != NULL, "%s: %s", obras[i], out);
	}
}
END_TEST

/* What is named may be read, and not written; without a folder nothing may be written at all. */
START_TEST(test_named_paths)
{
	const char *const leer[] = {ajeno, NULL};
	struct herramienta h = base_de(NULL);
	char out[8192];

	h.leer = leer;
	ck_assert_int_eq(python(h, "import sys; print(open(sys.argv[2]).read(), end='')", out), HERRAMIENTA_BIEN);
	ck_assert_str_eq(out, "secreto");
	ck_assert_int_eq(python(h, "import sys; open(sys.argv[2], 'a')", out), HERRAMIENTA_FALLO);
	ck_assert_int_eq(python(h, "import sys; open(sys.argv[1] + '/x', 'w')", out), HERRAMIENTA_BIEN);
	h.carpeta = NULL;
	ck_assert_int_eq(python(h, "import sys; open(sys.argv[1] + '/x', 'w')", out), HERRAMIENTA_FALLO);
	ck_assert_int_eq(python(h, "import os; print(os.getcwd(), os.environ['HOME'], end='')", out), HERRAMIENTA_BIEN);
	ck_assert_str_eq(out, "/ /nonexistent");
}
END_TEST

START_TEST(test_descriptors)
{
	struct herramienta h = base_de(NULL);
	char out[8192];
	const int in = file_de("entrada", 7);

	setenv("SECRETO", "1", 1);
	h.entrada = in;
	ck_assert_int_eq(python(h, "import sys; print(sys.stdin.read(), end='')", out), HERRAMIENTA_BIEN);
	ck_assert_str_eq(out, "entrada");
	ck_assert_int_eq(python(h, "import os; os.write(0, b'x')", out), HERRAMIENTA_FALLO);
	ck_assert_int_eq(lseek(in, 0, SEEK_CUR), 7);
	/* nothing is open but the three, nothing comes through the environment but what the header says */
	ck_assert_int_eq(python(h,
				 "import os\n"
				 "def abierto(n):\n"
				 "    try: os.fstat(n); return True\n"
				 "    except OSError: return False\n"
				 "print([n for n in range(200) if abierto(n)], sorted(os.environ), end='')",
				 out),
		HERRAMIENTA_BIEN);
	ck_assert_str_eq(out,
		"[0, 1, 2] ['HOME', 'LC_ALL', 'OMP_THREAD_LIMIT', 'PATH', 'PYTHONDONTWRITEBYTECODE', 'PYTHONHASHSEED', 'TMPDIR', "
		"'XDG_CACHE_HOME']");
	close(in);
}
END_TEST

START_TEST(test_ends)
{
	struct herramienta h = base_de(NULL);
	char out[8192];
	int64_t start;

	ck_assert_int_eq(python(h, "", out), HERRAMIENTA_BIEN);
	ck_assert_int_eq(python(h, "raise SystemExit(1)", out), HERRAMIENTA_FALLO);
	ck_assert_int_eq(python(h, "import os; os.abort()", out), HERRAMIENTA_MUERTA);
	ck_assert_int_eq(python(h, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", out), HERRAMIENTA_MUERTA);
	h.salida_max = 100; /* Python ignores SIGXFSZ and gets EFBIG */
	ck_assert_int_eq(python(h, "import os; os.write(1, b'x' * 101)\nos.write(1, b'x')", out), HERRAMIENTA_FALLO);
	ck_assert_uint_eq(strlen(out), 100);
	h.salida_max = 1000;
	h.cpu_s = 1;
	ck_assert_int_eq(python(h, "while True: pass", out), HERRAMIENTA_TIEMPO);
	h.plazo_ms = 500;
	start = reloj_mono_ns();
	ck_assert_int_eq(
		python(h, "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(30)", out), HERRAMIENTA_TIEMPO);
	ck_assert(reloj_mono_ns() - start < INT64_C(5000000000));
}
END_TEST

START_TEST(test_not_started)
{
	const char *const none[] = {"/no/existe", NULL}, *const relative[] = {"true", NULL}, *const good[] = {"/bin/true", NULL};
	const char *many[80];
	struct herramienta h = base_de(none);

	correr(&h, STATUS_UNAVAILABLE);
	h.argv = relative;
	correr(&h, STATUS_UNAVAILABLE);
	h.argv = good;
	ck_assert_int_eq(correr(&h, STATUS_OK), HERRAMIENTA_BIEN);
	h.lanzador = "/no/existe";
	correr(&h, STATUS_UNAVAILABLE);
	h.lanzador = "/bin/true"; /* an impostor that never says that the cage stands */
	correr(&h, STATUS_UNAVAILABLE);
	h.lanzador = lanzador;
	h.carpeta = "/no/existe";
	correr(&h, STATUS_UNAVAILABLE);
	h.carpeta = NULL;
	h.entrada = 9999;
	correr(&h, STATUS_UNAVAILABLE);
	h.entrada = -1;
	for (size_t i = 0; i < 79; i++)
		many[i] = "/x";
	many[79] = NULL;
	h.leer = many;
	correr(&h, STATUS_UNAVAILABLE);
}
END_TEST

/* --- the real tools -------------------------------------------------------------------------------------------------------- */

static const char html[] = "<meta charset=utf-8><title>x</title><h1>DICTAMEN DE PROCEDENCIA</h1><p>El municipio de Guadalajara firma.</p>";

/* HTML → PDF → text, and PDF → image → text: each step in the cage, each fed with what the one before wrote. */
START_TEST(test_real_tools)
{
	const char *const weasyprint[] = {"/usr/bin/weasyprint", "-", "-", NULL};
	const char *const pdftotext[] = {"/usr/bin/pdftotext", "-", "-", NULL};
	const char *const pdftoppm[] = {"/usr/bin/pdftoppm", "-r", "200", "-gray", "-singlefile", "-", "pagina", NULL};
	const char *const tesseract[] = {"/usr/bin/tesseract", "pagina.pgm", "-", "-l", "spa", NULL};
	const int page = file_de(html, sizeof html - 1), pdf = memfd_create("pdf", MFD_CLOEXEC);
	const int text = memfd_create("texto", MFD_CLOEXEC), seen = memfd_create("visto", MFD_CLOEXEC);
	struct herramienta h = base_de(weasyprint);
	char got[4096] = "";

	h.plazo_ms = 120000;
	h.cpu_s = 100;
	h.entrada = page;
	h.salida = pdf;
	ck_assert_int_eq(correr(&h, STATUS_OK), HERRAMIENTA_BIEN);
	ck_assert(pread(pdf, got, 5, 0) == 5 && memcmp(got, "%PDF-", 5) == 0);
	h.argv = pdftotext;
	h.entrada = pdf;
	h.salida = text;
	ck_assert_int_eq(correr(&h, STATUS_OK), HERRAMIENTA_BIEN);
	ck_assert_int_gt(pread(text, got, sizeof got - 1, 0), 0);
	ck_assert_ptr_nonnull(strstr(got, "El municipio de Guadalajara firma."));
	h.argv = pdftoppm;
	h.salida = -1;
	ck_assert_int_eq(correr(&h, STATUS_OK), HERRAMIENTA_BIEN);
	h.argv = tesseract;
	h.entrada = -1;
	h.salida = seen;
	ck_assert_int_eq(correr(&h, STATUS_OK), HERRAMIENTA_BIEN);
	memset(got, 0, sizeof got);
	ck_assert_int_gt(pread(seen, got, sizeof got - 1, 0), 0);
	ck_assert_ptr_nonnull(strstr(got, "Guadalajara"));
	close(page);
	close(pdf);
	close(text);
	close(seen);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("herramienta");
	TCase *t = tcase_create("herramienta");
	SRunner *r;
	int failed;

	find_launcher();
	tcase_set_timeout(t, 180);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(t, test_attempts, 0, (int)(sizeof intentos / sizeof *intentos));
	tcase_add_test(t, test_allowed);
	tcase_add_test(t, test_named_paths);
	tcase_add_test(t, test_descriptors);
	tcase_add_test(t, test_ends);
	tcase_add_test(t, test_not_started);
	tcase_add_test(t, test_real_tools);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
