#include "cli/ayuda.h"

#include <stdio.h>
#include <string.h>

#include "cli/config.h"
#include "http/rutas.h"

static void print_help(void)
{
	BUF_AUTO b;
	buf_init(&b, 64 * 1024);
	config_help(&b);
	printf("Uso: dictamend [--config ARCHIVO] [--clave=valor …]\n\n"
	       "  --ensayo       servicio de pruebas: el reloj se mueve, las oficinas responden por guion, nada vale; con una base propia\n"
	       "  --help         esta ayuda\n  --version      la versión\n  --rutas        la tabla de rutas: MÉTODO patrón operationId\n"
	       "  --config-doc   la configuración en Markdown\n\nConfiguración (archivo < entorno < línea de órdenes):\n%s",
		buf_str(&b));
}

static void print_doc(void)
{
	BUF_AUTO b;
	buf_init(&b, 64 * 1024);
	config_doc(&b);
	fputs(buf_str(&b), stdout);
}

bool ayuda_only(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			print_help();
		else if (strcmp(argv[i], "--version") == 0)
			puts("dictamend " DICTAMEN_VERSION);
		else if (strcmp(argv[i], "--config-doc") == 0)
			print_doc();
		else if (strcmp(argv[i], "--rutas") == 0)
			for (size_t r = 0; r < rutas_count; r++)
				printf("%s %s %s\n", metodo_nombre(rutas[r].metodo), rutas[r].patron, rutas[r].operation);
		else
			continue;
		return true;
	}
	return false;
}
