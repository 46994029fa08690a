#include "documents/correo.h"

const char *correo_hallazgo_name(enum correo_hallazgo h)
{
	static const char *const names[CORREO_HALLAZGO_COUNT] = {
		[CORREO_NINGUNO] = "",
		[CORREO_NO_ES_CORREO] = "no_es_correo",
		[CORREO_DE_AMBIGUO] = "de_ambiguo",
		[CORREO_ANIDADO] = "anidado",
		[CORREO_PARTES] = "demasiadas_partes",
		[CORREO_ENCABEZADOS] = "demasiados_encabezados",
		[CORREO_TAMANO] = "demasiado_grande",
		[CORREO_FALLO_JAULA] = "fallo_jaula",
		[CORREO_TIEMPO] = "tiempo",
	};

	return (unsigned)h < CORREO_HALLAZGO_COUNT ? names[h] : "";
}

const char *correo_parte_clase_name(enum correo_parte_clase c)
{
	static const char *const names[CORREO_PARTE_CLASE_COUNT] = {
		[CORREO_PARTE_ADJUNTO] = "adjunto",
		[CORREO_PARTE_INCRUSTADA] = "incrustada",
		[CORREO_PARTE_TNEF] = "winmail",
		[CORREO_PARTE_FIRMA] = "firma",
		[CORREO_PARTE_EXTERNA] = "externa",
		[CORREO_PARTE_CIFRADA] = "cifrada",
		[CORREO_PARTE_CITA] = "cita",
	};

	return (unsigned)c < CORREO_PARTE_CLASE_COUNT ? names[c] : "";
}
