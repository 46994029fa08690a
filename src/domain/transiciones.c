/* The table of the procedure: its exact rows (domain/transiciones.def) and the prose of transitions.csv, row for row. */
#include "domain/juicio.h"
#include "domain/procedimiento.h"

#define LOCAL ROL_BIT(ROL_GOBIERNO_LOCAL)
#define DGCP ROL_BIT(ROL_DGCP)
#define CJA ROL_BIT(ROL_CJA)
#define TITULAR ROL_BIT(ROL_CJA_TITULAR)
#define C(condicion) COND_BIT(COND_##condicion)
#define SERIE_NINGUNA SERIE_NINGUNO

const struct transicion transiciones[] = {
#define TRANSICION(acto_, desde_, hacia_, paso_, roles_, cuando_, condiciones_, serie_, resultado_, comunicacion_, fila_) \
	{.acto = ACTO_##acto_, \
		.desde = ESTADO_##desde_, \
		.hacia = ESTADO_##hacia_, \
		.paso = (paso_), \
		.roles = (roles_), \
		.cuando = CUANDO_##cuando_, \
		.condiciones = (condiciones_), \
		.serie = SERIE_##serie_, \
		.resultado = RESULTADO_##resultado_, \
		.comunicacion = (comunicacion_), \
		.fila = (fila_)},
#include "domain/transiciones.def"
#undef TRANSICION
};
const size_t transiciones_count = sizeof transiciones / sizeof *transiciones;

/* acto, paso, desde, hacia, rol, condiciones (in Spanish also where the file has one in English), produce, fundamento */
const struct transicion_prosa transiciones_prosa[] = {
	{ACTO_ABRIR, 1, "", "borrador", "gobierno_local|dgcp",
		"organización activa; la DGCP puede abrir por una organización cuando la solicitud llega por correo electrónico",
		"expediente", "LCT arts. 2, fracción II, y 7; LFPA art. 42"},
	{ACTO_PRESENTAR, 4, "borrador", "presentado", "gobierno_local",
		"solicitud (PDF) + proyecto (Word) + datos completos + declaración de versión final acordada por ambas partes; instrumento "
		"no dictaminado antes",
		"folio; acuse", "LCT art. 7; LFPA arts. 15, 15-A y 42"},
	{ACTO_PREVENIR, 4, "presentado", "prevenido", "dgcp", "lista de faltantes; plazo >= 5 días hábiles; una sola vez por expediente",
		"oficio de prevención; plazo", "LFPA art. 17-A"},
	{ACTO_DESAHOGAR, 4, "prevenido", "presentado", "gobierno_local", "dentro del plazo; cada faltante atendido", "acuse",
		"LFPA arts. 17-A y 28"},
	{ACTO_DESECHAR, 4, "prevenido", "concluido", "dgcp", "plazo de la prevención vencido", "oficio; resultado=desechado",
		"LFPA art. 17-A"},
	{ACTO_TURNAR, 5, "presentado", "turnado", "dgcp",
		"antelación suficiente, o eventualidad declarada por el gobierno local, o sin fecha pretendida", "oficio a CJA",
		"LCT art. 7; práctica administrativa: diez días hábiles (LFPA art. 28)"},
	{ACTO_RECIBIR, 6, "turnado", "en_revision", "cja",
		"sella fecha y hora de recepción; calcula antelación y la registra (nunca se niega la recepción)",
		"acuse; cómputo de antelación", "LCT art. 7; LFPA arts. 28 y 30"},
	{ACTO_DEVOLVER_TURNO, 6, "turnado|en_revision", "presentado", "cja", "motivo", "oficio", "LCT art. 7; práctica administrativa"},
	{ACTO_OBSERVAR, 7, "en_revision", "observado", "cja", "una o más observaciones numeradas, ancladas a cláusula, con severidad",
		"oficio de observaciones", "LCT arts. 2, fracción II, y 7"},
	{ACTO_ATENDER, 7, "observado", "en_revision", "gobierno_local", "nueva versión del proyecto (Word) + respuesta a cada observación",
		"acuse; versión n+1", "LCT art. 7; práctica administrativa"},
	{ACTO_DICTAMINAR, 7, "en_revision", "dictaminado", "cja_titular",
		"sentido: procedente | procedente_con_recomendaciones | improcedente; fundamento y motivación; un solo dictamen por "
		"instrumento; quien redactó el proyecto de dictamen no puede ser el mismo usuario que lo emite",
		"dictamen numerado (PDF sellado); recomendaciones numeradas", "LCT art. 7; LFPA art. 3, fracción V"},
	{ACTO_RESPONDER, 8, "dictaminado", "respondido", "dgcp", "sentido procedente o procedente_con_recomendaciones",
		"oficio de respuesta; notificación", "LCT art. 7; LFPA arts. 35 y 39"},
	{ACTO_RESPONDER, 8, "dictaminado", "concluido", "dgcp", "sentido improcedente", "oficio de respuesta; resultado=improcedente",
		"LCT art. 7; LFPA arts. 35 y 39"},
	{ACTO_REMITIR_COPIA, 9, "respondido", "copia_recibida", "gobierno_local",
		"copia digitalizada (PDF) completa y legible; fecha y lugar de suscripción", "acuse",
		"LCT art. 7; práctica administrativa"},
	{ACTO_DEVOLVER_COPIA, 9, "copia_recibida", "respondido", "dgcp", "motivo: incompleta | ilegible | sin_fecha | sin_lugar | otro",
		"oficio", "LCT art. 7; práctica administrativa"},
	{ACTO_SOLICITAR_REGISTRO, 10, "copia_recibida", "registro_solicitado", "dgcp", "", "oficio a CJA", "LCT art. 7"},
	{ACTO_OBSERVAR_REGISTRO, 11, "registro_solicitado", "registro_observado", "cja", "una o más recomendaciones no incorporadas",
		"oficio", "LCT art. 7; práctica administrativa"},
	{ACTO_SUBSANAR_REGISTRO, 11, "registro_observado", "registro_solicitado", "gobierno_local",
		"nueva copia firmada o instrumento modificatorio", "acuse", "LCT art. 7; práctica administrativa"},
	{ACTO_INSCRIBIR, 11, "registro_solicitado", "inscrito", "cja_titular",
		"cada recomendación verificada como incorporada (o dispensada con motivo); términos de la inscripción",
		"número de registro; asiento público", "LCT art. 7"},
	{ACTO_NEGAR_REGISTRO, 11, "registro_solicitado|registro_observado", "registro_negado", "cja_titular", "fundamento y motivación",
		"oficio", "LCT art. 7; LFPA art. 3, fracción V"},
	{ACTO_CONCLUIR, 12, "inscrito", "concluido", "dgcp", "", "oficio; constancia de inscripción; cierre; resultado=inscrito",
		"LCT art. 7; LFPA art. 57, fracción I"},
	{ACTO_CONCLUIR, 12, "registro_negado", "concluido", "dgcp", "", "oficio; cierre; resultado=registro_negado",
		"LCT art. 7; LFPA art. 57, fracción I"},
	{ACTO_DESISTIR, 0, "borrador|presentado|prevenido|turnado|en_revision|observado|dictaminado|respondido|copia_recibida", "concluido",
		"gobierno_local", "motivo", "resultado=desistido", "LFPA arts. 57, fracción II, y 58"},
	{ACTO_CADUCAR, 0, "observado|respondido|registro_observado", "concluido", "dgcp",
		"advertencia previa registrada y tres meses de inactividad imputable al gobierno local", "resultado=caduco",
		"LFPA arts. 57, fracción IV, y 60"},
	{ACTO_ADVERTIR_CADUCIDAD, 0, "observado|respondido|registro_observado", "=", "dgcp", "inactividad imputable al gobierno local",
		"oficio", "LFPA art. 60"},
	{ACTO_DECLARAR_EVENTUALIDAD, 6, "borrador|presentado|prevenido|turnado|en_revision|observado", "=", "gobierno_local", "motivo",
		"anotación", "LCT art. 7; práctica administrativa"},
	{ACTO_REPROGRAMAR_FIRMA, 6, "borrador|presentado|prevenido|turnado|en_revision|observado|dictaminado|respondido", "=",
		"gobierno_local", "nueva fecha pretendida", "anotación", "LCT art. 7; práctica administrativa"},
	{ACTO_ASIGNAR, 0,
		"presentado|prevenido|turnado|en_revision|observado|dictaminado|respondido|copia_recibida|registro_solicitado|registro_"
		"observado|inscrito|registro_negado",
		"=", "dgcp|cja", "usuario responsable de la propia área", "turno interno", "Práctica administrativa"},
	{ACTO_ACUSAR, 8, "respondido|concluido|prevenido|registro_observado", "=", "gobierno_local",
		"confirma recepción de la comunicación", "acuse de recibo", "LFPA arts. 35 y 38"},
	{ACTO_ANOTAR, 0, "*", "=", "dgcp|cja", "nota interna no pública", "nota", "Práctica administrativa"},
};
const size_t transiciones_prosa_count = sizeof transiciones_prosa / sizeof *transiciones_prosa;
