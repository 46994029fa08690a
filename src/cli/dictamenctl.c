/* Administration from the command line: finds the command, reads its options, connects, runs it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/hash.h"
#include "base/modo.h"
#include "cli/ctl.h"
#include "store/ensayo.h"

#define ARENA_BYTES ((size_t)256 * 1024 * 1024)
#define SENTENCIA_MS 600000
#define USO 2

extern char **environ;

/* Given as a bare word, not by its name. */
static bool is_bare(const struct ctl_opcion *o)
{
	return o->nombre[0] >= 'A' && o->nombre[0] <= 'Z';
}

static void print_command(FILE *f, const struct ctl_orden *o)
{
	fprintf(f, "  %s%s%s\n      %s\n", o->grupo, o->verbo ? " " : "", o->verbo ? o->verbo : "", o->ayuda);
	for (const struct ctl_opcion *p = o->opciones; p->nombre; p++)
		fprintf(f, "        %s%s%s%s  %s%s\n", is_bare(p) ? "" : "--", p->nombre, p->valor && *p->valor ? " " : "",
			p->valor ? p->valor : "", p->ayuda, p->requerida && !is_bare(p) ? " (obligatoria)" : "");
}

/* Whether help about these words is help about the command: all of it, of its group, or of itself. */
static bool is_named(const struct ctl_orden *o, int n, const char *const *words)
{
	return n == 0 || (strcmp(o->grupo, words[0]) == 0 && (n == 1 || !o->verbo || strcmp(o->verbo, words[1]) == 0));
}

static void print_help(FILE *f, int n, const char *const *words)
{
	fputs("Uso: dictamenctl ORDEN [opciones] [--config ARCHIVO] [--clave=valor …]\n"
	      "     dictamenctl ORDEN --help\n\n",
		f);
	if (n == 0)
		fputs("Escribe líneas JSON en la salida; lo que falla, en la salida de errores. Se conecta con base_de_datos_admin, o con\n"
		      "base_de_datos si aquella falta (docs/configuracion.md).\n"
		      "Termina con 0: hecho; 1: falló, o lo que se comprobaba no corresponde; 2: la orden o la configuración tienen "
		      "faltas.\n\n"
		      "Órdenes:\n",
			f);
	for (size_t i = 0; i < ctl_ordenes_count; i++)
		if (is_named(&ctl_ordenes[i], n, words))
			print_command(f, &ctl_ordenes[i]);
}

static const struct ctl_orden *find_command(int *n, const char **args)
{
	for (size_t i = 0; i < ctl_ordenes_count; i++) {
		const struct ctl_orden *o = &ctl_ordenes[i];
		int words = o->verbo ? 2 : 1;
		if (*n < words || strcmp(args[0], o->grupo) != 0 || (o->verbo && strcmp(args[1], o->verbo) != 0))
			continue;
		*n -= words;
		memmove(args, args + words, (size_t)*n * sizeof *args);
		return o;
	}
	return NULL;
}

/* Index of the option in "--name" or "--name=value"; -1 when it is none of the command's. */
static int find_option(const struct ctl_orden *o, const char *arg)
{
	size_t n = strncmp(arg, "--", 2) == 0 ? strcspn(arg + 2, "=") : 0;
	for (int i = 0; n > 0 && o->opciones[i].nombre; i++)
		if (!is_bare(&o->opciones[i]) && strlen(o->opciones[i].nombre) == n && strncmp(o->opciones[i].nombre, arg + 2, n) == 0)
			return i;
	return -1;
}

/* Index of the option that a bare word fills; -1 when there is none (left). */
static int find_bare(const struct ctl *c, const char *arg)
{
	const struct ctl_opcion *o = c->orden->opciones;
	for (int i = 0; arg[0] != '-' && o[i].nombre; i++)
		if (is_bare(&o[i]) && !c->valores[i])
			return i;
	return -1;
}

static bool read_options(struct ctl *c, int n, const char **args)
{
	bool ok = true;
	for (int i = 0; i < n; i++) {
		int k = find_option(c->orden, args[i]);
		const char *eq = strchr(args[i], '=');
		int suelta = find_bare(c, args[i]);
		if (suelta >= 0)
			c->valores[suelta] = args[i];
		else if (k < 0 || c->valores[k] || (eq && !c->orden->opciones[k].valor)) {
			fprintf(stderr, "dictamenctl: no se entiende «%s»\n", args[i]);
			ok = false;
		} else if (!c->orden->opciones[k].valor) {
			c->valores[k] = "";
		} else if (eq) {
			c->valores[k] = eq + 1;
		} else if (i + 1 < n) {
			c->valores[k] = args[++i];
		} else {
			fprintf(stderr, "dictamenctl: a --%s le falta su valor\n", c->orden->opciones[k].nombre);
			ok = false;
		}
	}
	for (int i = 0; c->orden->opciones[i].nombre; i++)
		if (c->orden->opciones[i].requerida && !c->valores[i]) {
			const struct ctl_opcion *o = &c->orden->opciones[i];
			fprintf(stderr, "dictamenctl: falta %s%s %s: %s\n", is_bare(o) ? "" : "--", o->nombre, o->valor, o->ayuda);
			ok = false;
		}
	return ok;
}

/* In a sandbox's database this is a sandbox too: what it writes says so, and the day is the one that the clock was moved to. A schema without it is told by whatever comes next. */
static void take_mode(struct ctl *c)
{
	struct ensayo_marca m;
	struct error err;
	error_init(&err, c->arena);
	if (ensayo_read(c->db, &m, &err) != STATUS_OK || !m.hay)
		return;
	modo_ensayo_set();
	reloj_adelantar(m.adelanto);
}

static enum status connect_for(struct ctl *c)
{
	if (c->orden->base == CTL_SIN_BASE)
		return STATUS_OK;
	const struct config *k = c->config;
	const bool servicio = c->orden->base == CTL_SERVICIO; /* what the running service may do, and no more */
	const char *conninfo = *k->base_de_datos_admin && !(servicio && *k->base_de_datos) ? k->base_de_datos_admin : k->base_de_datos;
	if (!*conninfo) {
		fputs("dictamenctl: falta la conexión: DICTAMEN_BASE_DE_DATOS_ADMIN o DICTAMEN_BASE_DE_DATOS\n", stderr);
		return STATUS_INVALID;
	}
	if (!db_conninfo_valid(conninfo)) {
		fputs("dictamenctl: base_de_datos_admin o base_de_datos: " COMUN_CONEXION_MALA "\n", stderr);
		return STATUS_INVALID;
	}
	struct db_opciones o = {.conninfo = conninfo,
		.papel = servicio                     ? DB_SERVICIO
			: c->orden->base == CTL_DUENO ? DB_DUENO
						      : DB_ADMIN,
		.aplicacion = "dictamenctl",
		.limite_sentencia_ms = c->orden->base == CTL_DUENO ? 0 : SENTENCIA_MS,
		.limite_conexion_s = c->config->plazo_conexion};
	c->db = db_open(&o, &c->err);
	if (!c->db)
		return error_status(&c->err);
	if (c->orden->base != CTL_DUENO)
		take_mode(c);
	return STATUS_OK;
}

/* A mail server bounces what fails for good: until the message itself is at fault, it must be told to keep it. */
static int failure(const struct ctl_orden *o, int usual)
{
	return o->base == CTL_SERVICIO ? EX_TEMPFAIL : usual;
}

static int run(struct ctl *c)
{
	error_init(&c->err, c->arena);
	enum status st = connect_for(c);
	if (st == STATUS_OK)
		st = c->orden->run(c);
	if (st != STATUS_OK && c->err.problem != PROBLEM_NONE)
		comun_print_error(stderr, &c->err);
	if (st != STATUS_OK && strcmp(c->err.sqlstate, "42501") == 0)
		fputs("  Qué hacer: en base_de_datos_admin, use para migrar el dueño de la base, y para lo demás un miembro de "
		      "dictamen_admin.\n",
			stderr);
	db_close(c->db);
	if ((fflush(stdout) != 0 || ferror(stdout)) && c->orden->base != CTL_SERVICIO) {
		fprintf(stderr, "dictamenctl: no se pudo escribir en la salida: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	if (st == STATUS_OK)
		return EXIT_SUCCESS;
	return c->salida ? c->salida : failure(c->orden, EXIT_FAILURE);
}

static bool asks_help(int n, const char **args)
{
	for (int i = 0; i < n; i++)
		if (strcmp(args[i], "--help") == 0 || strcmp(args[i], "-h") == 0 || (i == 0 && strcmp(args[i], "ayuda") == 0))
			return true;
	return false;
}

/* The words of a command: those before the first option. */
static int count_words(int n, const char *const *args)
{
	int words = 0;
	while (words < n && words < 2 && args[words][0] != '-')
		words++;
	return words;
}

/* Says that there is no such command, and which its group has. */
static int refuse_command(int n, const char *const *args)
{
	const int words = count_words(n, args);
	const char *antes = "; hay: ";
	if (words == 0) {
		fprintf(stderr, "dictamenctl: no se entiende «%s»; primero va la orden, y la configuración se escribe --clave=valor\n",
			args[0]);
		return USO;
	}
	fprintf(stderr, "dictamenctl: no existe la orden «%s%s%s»", args[0], words > 1 ? " " : "", words > 1 ? args[1] : "");
	for (size_t i = 0; i < ctl_ordenes_count; i++)
		if (is_named(&ctl_ordenes[i], 1, args)) {
			fprintf(stderr, "%s%s%s%s", antes, args[0], ctl_ordenes[i].verbo ? " " : "",
				ctl_ordenes[i].verbo ? ctl_ordenes[i].verbo : "");
			antes = ", ";
		}
	fputs("\nVea dictamenctl --help.\n", stderr);
	return USO;
}

static int help(int n, const char *const *args)
{
	const int de = n > 0 && strcmp(args[0], "ayuda") == 0, words = count_words(n - de, args + de);
	for (size_t i = 0; i < ctl_ordenes_count; i++)
		if (is_named(&ctl_ordenes[i], words, args + de)) {
			print_help(stdout, words, args + de);
			return EXIT_SUCCESS;
		}
	return refuse_command(n - de, args + de);
}

int main(int argc, char **argv)
{
	ARENA_AUTO *a = arena_create(ARENA_BYTES);
	struct config_lectura l;
	struct config_fuentes f = {.argc = argc - 1, .argv = argv + 1, .env = environ, .archivo_comun = CONFIG_ARCHIVO};
	if (!a || !hash_init())
		return EXIT_FAILURE;
	if (config_read(&f, a, &l) && !zona_init(l.config.zona))
		config_falta(&l, "zona: el sistema no conoce la zona horaria «%s»", l.config.zona);
	const bool leida = l.faltas.len == 0;
	struct ctl c = {.config = &l.config, .arena = a};
	int rc = USO;
	if (asks_help(l.n_resto, l.resto)) {
		rc = help(l.n_resto, l.resto);
	} else if (l.n_resto == 1 && strcmp(l.resto[0], "--version") == 0) {
		puts("dictamenctl " DICTAMEN_VERSION);
		rc = EXIT_SUCCESS;
	} else if (l.n_resto > 0 && !(c.orden = find_command(&l.n_resto, l.resto))) {
		rc = refuse_command(l.n_resto, l.resto);
	} else if (!leida) {
		fprintf(stderr, "dictamenctl: la configuración tiene faltas:\n%s", buf_str(&l.faltas));
		rc = c.orden ? failure(c.orden, USO) : USO;
	} else if (!c.orden) {
		print_help(stderr, 0, NULL);
	} else if (read_options(&c, l.n_resto, l.resto)) {
		rc = run(&c);
	} else {
		rc = failure(c.orden, USO);
	}
	config_lectura_free(&l);
	return rc;
}
