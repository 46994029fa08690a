/*
 * Routes: method, pattern, operation, lane, access, scope, roles, body, limit, media. A contract test holds them against openapi.yaml.
 * "expedientes:actuar" is presentar for the local government and tramitar for the offices (services/identidad.h).
 */
#include "http/rutas.h"

#include "domain/procedimiento.h"
#include "http/recursos.h"

#define KIB ((size_t)1024)
#define DGCP ROL_BIT(ROL_DGCP)
#define AUDITORIA ROL_BIT(ROL_AUDITORIA)
#define ADMINISTRACION ROL_BIT(ROL_ADMINISTRACION)

/* Of a sandbox, where whoever acts in a procedure or administers may move the clock. */
#define ENSAYAN (DGCP | ADMINISTRACION | ROL_BIT(ROL_GOBIERNO_LOCAL) | ROL_BIT(ROL_CJA) | ROL_BIT(ROL_CJA_TITULAR))
#define ENSAYO(met, pat, op, acc, amb, quienes, cue, fn) \
	{ \
		.metodo = met, .patron = pat, .operation = op, .lane = LANE_DOCUMENTOS, .acceso = acc, .ambito = amb, .roles = quienes, \
		.cuerpo = cue, .limite = cue == CUERPO_NADA ? 0 : 1 * KIB, .medios = MEDIO_JSON, .idempotente = met == METODO_POST, \
		.ensayo = true, .handler = fn \
	}

#define PUBLICA(pat, op, fn, med) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = LANE_INLINE, .acceso = ACCESO_PUBLICO, .medios = med, \
		.handler = fn \
	}
/* Asked by machines, all the time: a limit would only take the service out of its balancer. */
#define SALUD(pat, op, fn, med) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = LANE_INLINE, .acceso = ACCESO_PUBLICO, .medios = med, \
		.gasto = GASTO_LIBRE, .handler = fn \
	}
#define LEER(pat, op, amb, med, fn) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL, .ambito = amb, \
		.medios = med, .handler = fn \
	}
#define LEER_DE(pat, op, carril, quienes, med, fn) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = carril, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "expedientes:leer", .roles = quienes, .medios = med, .handler = fn \
	}
/* For anyone, from the database. */
#define ABIERTA(pat, op, carril, med, fn) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = carril, .acceso = ACCESO_PUBLICO, .medios = med, \
		.handler = fn \
	}
/* For anyone: what was answered already costs a row, the rest moves to another lane. */
#define CONTADA(pat, op, med, fn) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = LANE_LECTURA, .acceso = ACCESO_PUBLICO, .medios = med, \
		.group = fn \
	}
#define LEER_GRUPO(pat, op, fn) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = LANE_LECTURA, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "expedientes:leer", .medios = MEDIO_JSON, .group = fn \
	}
/* Never repeated by Idempotency-Key: an answer with a secret is not kept. The address must be new, a second attempt finds the first. */
#define SUSCRIPCION(met, pat, op, clase, lim, fn) \
	{ \
		.metodo = met, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "eventos:suscribir", \
		.roles = DGCP | AUDITORIA | ROL_BIT(ROL_GOBIERNO_LOCAL) | ROL_BIT(ROL_ENLACE_ESTATAL) | ROL_BIT(ROL_CJA) | \
			ROL_BIT(ROL_CJA_TITULAR), \
		.cuerpo = clase, .limite = lim, .medios = MEDIO_JSON, .por_si = true, .handler = fn \
	}

/* For the administration alone. */
#define GESTIONAR(met, pat, op, fn) \
	{ \
		.metodo = met, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "directorio:escribir", .roles = ADMINISTRACION, .medios = MEDIO_JSON, .handler = fn \
	}
#define CREAR(pat, op, amb, max, fn) \
	{ \
		.metodo = METODO_POST, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL, .ambito = amb, \
		.roles = ADMINISTRACION, .cuerpo = CUERPO_JSON, .limite = max, .medios = MEDIO_JSON, .idempotente = true, .handler = fn \
	}
/* For the organisation itself, or the administration. */
#define PROPIA_O_ADMINISTRACION ROL_BIT(ROL_GOBIERNO_LOCAL) | ADMINISTRACION
#define RELEVOS_LEE ROL_BIT(ROL_GOBIERNO_LOCAL) | DGCP | AUDITORIA
#define CREAR_PROPIA(pat, op, fn) \
	{ \
		.metodo = METODO_POST, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "organizacion:gestionar", .roles = PROPIA_O_ADMINISTRACION, .cuerpo = CUERPO_JSON, .limite = 64 * KIB, \
		.medios = MEDIO_JSON, .idempotente = true, .por_si = true, .handler = fn \
	}
/* Templates of the documents: internal control reads them too. */
#define PLANTILLAS(pat, op, fn) \
	{ \
		.metodo = METODO_GET, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "directorio:leer", .roles = AUDITORIA | ADMINISTRACION, .medios = MEDIO_JSON, .handler = fn \
	}
/* Printed with samples before it is taken, or only that. */
#define IMPRIMIR(pat, op, queda, med, fn) \
	{ \
		.metodo = METODO_POST, .patron = pat, .operation = op, .lane = LANE_COSTOSO, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "plantillas:escribir", .roles = ADMINISTRACION, .cuerpo = CUERPO_JSON, .limite = 640 * KIB, .medios = med, \
		.idempotente = queda, .gasto = GASTO_COSTOSO, .handler = fn \
	}
#define CAMBIAR(pat, op, fn) \
	{ \
		.metodo = METODO_PATCH, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL, \
		.ambito = "directorio:escribir", .roles = ADMINISTRACION, .cuerpo = CUERPO_MERGE_PATCH, .limite = 16 * KIB, \
		.medios = MEDIO_JSON, .handler = fn \
	}
/* One's own account, with a password to be computed; and without. */
#define CON_CONTRASENA(met, pat, op, acc, fn) \
	{ \
		.metodo = met, .patron = pat, .operation = op, .lane = LANE_CUENTAS, .acceso = acc, .cuerpo = CUERPO_JSON, \
		.limite = 4 * KIB, .medios = MEDIO_JSON, .gasto = GASTO_COSTOSO, .handler = fn \
	}
#define FORMULARIO(pat, op, fn) \
	{ \
		.metodo = METODO_POST, .patron = pat, .operation = op, .lane = LANE_CUENTAS, .acceso = ACCESO_PUBLICO, \
		.cuerpo = CUERPO_FORMULARIO, .limite = 8 * KIB, .medios = MEDIO_HTML, .gasto = GASTO_COSTOSO, .handler = fn \
	}
#define PROPIA(met, pat, op, cue, fn) \
	{ \
		.metodo = met, .patron = pat, .operation = op, .lane = LANE_GENERAL, .acceso = ACCESO_SESION, .cuerpo = cue, \
		.limite = cue == CUERPO_NADA ? 0 : 4 * KIB, .medios = MEDIO_JSON, .handler = fn \
	}

const struct ruta rutas[] = {
	/* health, description, pages: no I/O, they answer while the database is away */
	SALUD("/livez", "livez", recurso_livez, MEDIO_JSON),
	SALUD("/readyz", "readyz", recurso_readyz, MEDIO_JSON),
	SALUD("/metrics", "metrics", recurso_metrics, MEDIO_TEXTO),
	PUBLICA("/openapi.yaml", "openapi", recurso_openapi, MEDIO_YAML),
	PUBLICA("/docs", "docs", recurso_docs, MEDIO_HTML),
	PUBLICA("/", "paginaInicio", recurso_pagina_inicio, MEDIO_HTML),
	PUBLICA("/mesa", "paginaMesa", recurso_pagina, MEDIO_HTML),
	PUBLICA("/cuenta", "paginaCuenta", recurso_pagina, MEDIO_HTML),
	PUBLICA("/correo", "paginaCorreo", recurso_pagina, MEDIO_HTML),
	PUBLICA("/administracion", "paginaAdministracion", recurso_pagina, MEDIO_HTML),
	PUBLICA("/organizacion", "paginaOrganizacion", recurso_pagina, MEDIO_HTML),
	PUBLICA("/vigilancia", "paginaVigilancia", recurso_pagina, MEDIO_HTML),
	PUBLICA("/asientos/{numero}", "paginaAsiento", recurso_pagina, MEDIO_HTML),
	PUBLICA("/expedientes/nuevo", "paginaNuevo", recurso_pagina, MEDIO_HTML),
	PUBLICA("/expedientes/{id}", "paginaExpediente", recurso_pagina, MEDIO_HTML),
	PUBLICA("/web/{archivo}", "archivoWeb", recurso_archivo_web, MEDIO_BINARIO),
	PUBLICA("/v1/procedimiento", "verProcedimiento", recurso_ver_procedimiento, MEDIO_JSON),
	/* deadlines and calendar: no login */
	PUBLICA("/v1/plazos", "calcularPlazo", recurso_calcular_plazo, MEDIO_JSON),
	PUBLICA("/v1/calendario/{anio}", "verCalendario", recurso_ver_calendario, MEDIO_JSON),
	{.metodo = METODO_GET,
		.patron = "/v1/calendario/avisos",
		.operation = "listarAvisos",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_JSON,
		.handler = recurso_listar_avisos},
	{.metodo = METODO_POST,
		.patron = "/v1/calendario/avisos",
		.operation = "publicarAviso",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "calendario:escribir",
		.roles = DGCP | ADMINISTRACION,
		.cuerpo = CUERPO_JSON,
		.limite = 64 * KIB,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.handler = recurso_publicar_aviso},
	ABIERTA("/v1/catalogos/{catalogo}", "verCatalogo", LANE_GENERAL, MEDIO_JSON, recurso_ver_catalogo),
	/* pre-check: no login, nothing kept */
	PUBLICA("/revision-previa", "formularioRevision", recurso_formulario_revision, MEDIO_HTML),
	{.metodo = METODO_POST,
		.patron = "/v1/revision-previa",
		.operation = "revisar",
		.lane = LANE_COSTOSO,
		.acceso = ACCESO_PUBLICO,
		.cuerpo = CUERPO_DOCUMENTO,
		.partes = revision_partes,
		.limite = REVISION_CUERPO_MAX,
		.medios = MEDIO_JSON | MEDIO_HTML,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_revisar},
	/* directory */
	LEER("/v1/yo", "verYo", NULL, MEDIO_JSON, recurso_ver_yo),
	LEER("/v1/organizaciones", "listarOrganizaciones", "directorio:leer", MEDIO_JSON, recurso_listar_organizaciones),
	LEER("/v1/usuarios", "listarUsuarios", "directorio:leer", MEDIO_JSON, recurso_listar_usuarios),
	/* files */
	LEER("/v1/expedientes", "listarExpedientes", "expedientes:leer", MEDIO_JSON, recurso_listar_expedientes),
	{.metodo = METODO_POST,
		.patron = "/v1/expedientes",
		.operation = "abrirExpediente",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:actuar",
		.roles = ROL_BIT(ROL_GOBIERNO_LOCAL) | DGCP,
		.cuerpo = CUERPO_JSON,
		.limite = 256 * KIB,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.handler = recurso_abrir_expediente},
	LEER_GRUPO("/v1/expedientes/{id}", "verExpediente", recurso_ver_expediente),
	{.metodo = METODO_PATCH,
		.patron = "/v1/expedientes/{id}",
		.operation = "modificarDatos",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:actuar",
		.roles = ROL_BIT(ROL_GOBIERNO_LOCAL) | DGCP,
		.cuerpo = CUERPO_MERGE_PATCH,
		.limite = 256 * KIB,
		.medios = MEDIO_JSON,
		.handler = recurso_modificar_datos},
	LEER("/v1/expedientes/{id}/documentos", "listarDocumentos", "expedientes:leer", MEDIO_JSON, recurso_listar_documentos),
	{.metodo = METODO_POST,
		.patron = "/v1/expedientes/{id}/documentos",
		.operation = "incorporarDocumento",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:actuar",
		.cuerpo = CUERPO_DOCUMENTO,
		.limite = SIZE_MAX,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.handler = recurso_incorporar_documento},
	LEER("/v1/expedientes/{id}/documentos/{documento}", "verDocumento", "expedientes:leer", MEDIO_JSON, recurso_ver_documento),
	{.metodo = METODO_GET,
		.patron = "/v1/expedientes/{id}/documentos/{documento}/inspeccion",
		.operation = "verInspeccion",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.medios = MEDIO_JSON,
		.handler = recurso_ver_inspeccion},
	{.metodo = METODO_GET,
		.patron = "/v1/expedientes/{id}/documentos/{documento}/contenido",
		.operation = "descargarDocumento",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.medios = MEDIO_BINARIO,
		.exportacion = true,
		.handler = recurso_descargar_documento},
	{.metodo = METODO_GET,
		.patron = "/v1/expedientes/{id}/revision",
		.operation = "verRevision",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.medios = MEDIO_JSON | MEDIO_HTML,
		.handler = recurso_ver_revision},
	LEER("/v1/expedientes/{id}/actos", "listarActos", "expedientes:leer", MEDIO_JSON, recurso_listar_actos),
	{.metodo = METODO_POST,
		.patron = "/v1/expedientes/{id}/actos",
		.operation = "realizarActo",
		.lane = LANE_ACTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:actuar",
		.cuerpo = CUERPO_JSON,
		.limite = 512 * KIB,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.group = recurso_realizar_acto},
	{.metodo = METODO_GET,
		.patron = "/v1/expedientes/{id}/comparacion",
		.operation = "compararVersiones",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.medios = MEDIO_JSON | MEDIO_HTML | MEDIO_PDF,
		.handler = recurso_comparar_versiones},
	{.metodo = METODO_GET,
		.patron = "/v1/expedientes/{id}/observaciones",
		.operation = "verObservaciones",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.medios = MEDIO_JSON,
		.handler = recurso_ver_observaciones},
	{.metodo = METODO_GET,
		.patron = "/v1/expedientes/{id}/parecidos",
		.operation = "verParecidos",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.roles = DGCP | ROL_BIT(ROL_CJA) | ROL_BIT(ROL_CJA_TITULAR) | ROL_BIT(ROL_AUDITORIA),
		.medios = MEDIO_JSON,
		.handler = recurso_ver_parecidos},
	LEER("/v1/expedientes/{id}/actos/{n}", "verActo", "expedientes:leer", MEDIO_JSON, recurso_ver_acto),
	/* anyone: was this issued, and does it stand? */
	{.metodo = METODO_GET,
		.patron = "/v1/verificacion",
		.operation = "abrirVerificacion",
		.lane = LANE_INLINE,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_HTML,
		.handler = recurso_abrir_verificacion},
	{.metodo = METODO_POST,
		.patron = "/v1/verificacion",
		.operation = "verificarArchivo",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_PUBLICO,
		.cuerpo = CUERPO_DOCUMENTO,
		.limite = SIZE_MAX,
		.medios = MEDIO_JSON | MEDIO_HTML,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_verificar_archivo},
	{.metodo = METODO_GET,
		.patron = "/v1/verificacion/{codigo}",
		.operation = "verificarCodigo",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_JSON | MEDIO_HTML,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_verificar_codigo},
	/* the public registry: no login for any of its reading */
	CONTADA("/v1/registro", "listarAsientos", MEDIO_JSON | MEDIO_CSV | MEDIO_HTML, recurso_listar_asientos),
	PUBLICA("/v1/registro/diccionario", "verDiccionario", recurso_ver_diccionario, MEDIO_JSON),
	ABIERTA("/v1/registro/catalogo", "verCatalogoDatos", LANE_GENERAL, MEDIO_JSON_LD, recurso_ver_catalogo_datos),
	ABIERTA("/v1/registro/novedades.atom", "listarNovedades", LANE_GENERAL, MEDIO_ATOM, recurso_listar_novedades),
	ABIERTA("/v1/registro/{numero}", "verAsiento", LANE_GENERAL, MEDIO_JSON | MEDIO_CSV | MEDIO_HTML, recurso_ver_asiento),
	ABIERTA("/v1/registro/{numero}/actos", "listarActosAsiento", LANE_GENERAL, MEDIO_JSON, recurso_listar_actos_asiento),
	ABIERTA("/v1/registro/{numero}/texto", "descargarTexto", LANE_DOCUMENTOS, MEDIO_BINARIO, recurso_descargar_texto),
	ABIERTA("/v1/registro/{numero}/constancia", "descargarConstancia", LANE_DOCUMENTOS, MEDIO_BINARIO, recurso_descargar_constancia),
	{.metodo = METODO_POST,
		.patron = "/v1/registro/{numero}/anotaciones",
		.operation = "anotarAsiento",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:actuar",
		.roles = DGCP | ROL_BIT(ROL_CJA_TITULAR),
		.cuerpo = CUERPO_JSON,
		.limite = 256 * KIB,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.handler = recurso_anotar_asiento},
	LEER_GRUPO("/v1/expedientes/{id}/pasos", "verPasos", recurso_ver_pasos),
	/* statistics: anyone */
	CONTADA("/v1/registro/estadisticas", "verEstadisticas", MEDIO_JSON | MEDIO_CSV, recurso_ver_estadisticas),
	{.metodo = METODO_GET,
		.patron = "/v1/registro/descargas/{archivo}",
		.operation = "descargarRegistro",
		.lane = LANE_LECTURA,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_BINARIO,
		.gasto = GASTO_DOCUMENTOS,
		.group = recurso_descargar_registro},
	CONTADA("/v1/registro/trimestres", "listarTrimestres", MEDIO_JSON | MEDIO_CSV, recurso_listar_trimestres),
	CONTADA("/v1/registro/trimestres/{trimestre}", "verTrimestre", MEDIO_JSON | MEDIO_CSV, recurso_ver_trimestre),
	{.metodo = METODO_GET,
		.patron = "/v1/estadisticas/tramite",
		.operation = "verEstadisticasTramite",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_JSON,
		.handler = recurso_ver_estadisticas_tramite},
	/* what the window watches */
	LEER_DE("/v1/registro/por-vencer", "listarPorVencer", LANE_GENERAL, DGCP, MEDIO_JSON, recurso_listar_por_vencer),
	LEER_DE("/v1/registro/firmados-sin-registrar", "listarFirmadosSinRegistrar", LANE_GENERAL, DGCP, MEDIO_JSON,
		recurso_listar_sin_registrar),
	/* work that goes on by itself */
	LEER("/v1/expedientes/{id}/trabajos", "listarTrabajos", "expedientes:leer", MEDIO_JSON, recurso_listar_trabajos),
	LEER("/v1/trabajos/{id}", "verTrabajo", "expedientes:leer", MEDIO_JSON, recurso_ver_trabajo),
	/* requests by e-mail: the window decides, internal control reads */
	LEER_DE("/v1/correos", "listarCorreos", LANE_GENERAL, DGCP | AUDITORIA, MEDIO_JSON, recurso_listar_correos),
	LEER_DE("/v1/correos/{id}", "verCorreo", LANE_GENERAL, DGCP | AUDITORIA, MEDIO_JSON, recurso_ver_correo),
	{.metodo = METODO_GET,
		.patron = "/v1/correos/{id}/contenido",
		.operation = "descargarCorreo",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.roles = DGCP | AUDITORIA,
		.medios = MEDIO_BINARIO,
		.exportacion = true,
		.handler = recurso_descargar_correo},
	{.metodo = METODO_POST,
		.patron = "/v1/correos/{id}/confirmar",
		.operation = "confirmarCorreo",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:actuar",
		.roles = DGCP,
		.cuerpo = CUERPO_JSON,
		.limite = 256 * KIB,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.handler = recurso_confirmar_correo},
	{.metodo = METODO_POST,
		.patron = "/v1/correos/{id}/descartar",
		.operation = "descartarCorreo",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:actuar",
		.roles = DGCP,
		.cuerpo = CUERPO_JSON,
		.limite = 16 * KIB,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.handler = recurso_descartar_correo},
	/* the registry's log: no login */
	ABIERTA("/v1/registro/bitacora", "verBitacora", LANE_GENERAL, MEDIO_JSON, recurso_ver_bitacora),
	ABIERTA("/v1/registro/bitacora/cabezas", "listarCabezas", LANE_GENERAL, MEDIO_JSON, recurso_listar_cabezas),
	ABIERTA("/v1/registro/bitacora/inclusion", "probarInclusion", LANE_GENERAL, MEDIO_JSON, recurso_probar_inclusion),
	ABIERTA("/v1/registro/bitacora/consistencia", "probarConsistencia", LANE_GENERAL, MEDIO_JSON, recurso_probar_consistencia),
	ABIERTA("/v1/registro/bitacora/hojas", "listarHojas", LANE_GENERAL, MEDIO_JSON, recurso_listar_hojas),
	ABIERTA("/v1/registro/bitacora/llave", "verLlavesBitacora", LANE_GENERAL, MEDIO_JSON, recurso_ver_llaves_bitacora),
	{.metodo = METODO_GET,
		.patron = "/v1/registro/{numero}/certificacion",
		.operation = "certificarAsiento",
		.lane = LANE_COSTOSO,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_BINARIO,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_certificar_asiento},
	{.metodo = METODO_POST,
		.patron = "/v1/registro/no-localizacion",
		.operation = "constarNoLocalizacion",
		.lane = LANE_COSTOSO,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_BINARIO,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_constar_no_localizacion},
	{.metodo = METODO_GET,
		.patron = "/v1/expedientes/{id}/paquete",
		.operation = "exportarPaquete",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "expedientes:leer",
		.medios = MEDIO_BINARIO,
		.exportacion = true,
		.handler = recurso_exportar_paquete},
	/* the security journal */
	{.metodo = METODO_GET,
		.patron = "/v1/seguridad/actos",
		.operation = "listarActosSeguridad",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "seguridad:leer",
		.roles = AUDITORIA,
		.medios = MEDIO_JSON,
		.handler = recurso_listar_actos_seguridad},
	/* administration */
	CREAR("/v1/organizaciones", "crearOrganizacion", "directorio:escribir", 16 * KIB, recurso_crear_organizacion),
	LEER("/v1/organizaciones/{id}", "verOrganizacion", "directorio:leer", MEDIO_JSON, recurso_ver_organizacion),
	CAMBIAR("/v1/organizaciones/{id}", "cambiarOrganizacion", recurso_cambiar_organizacion),
	GESTIONAR(METODO_GET, "/v1/organizaciones/{id}/dominios", "listarDominios", recurso_listar_dominios),
	CREAR("/v1/organizaciones/{id}/dominios", "agregarDominio", "directorio:escribir", 16 * KIB, recurso_agregar_dominio),
	GESTIONAR(METODO_DELETE, "/v1/organizaciones/{id}/dominios/{dominio}", "quitarDominio", recurso_quitar_dominio),
	GESTIONAR(METODO_GET, "/v1/organizaciones/{id}/certificados", "listarCertificadosCliente", recurso_listar_certificados_cliente),
	CREAR("/v1/organizaciones/{id}/certificados", "registrarCertificadoCliente", "directorio:escribir", 32 * KIB,
		recurso_registrar_certificado_cliente),
	GESTIONAR(METODO_DELETE, "/v1/organizaciones/{id}/certificados/{certificado}", "revocarCertificadoCliente",
		recurso_revocar_certificado_cliente),
	CREAR("/v1/usuarios", "crearUsuario", "directorio:escribir", 16 * KIB, recurso_crear_usuario),
	LEER("/v1/usuarios/{id}", "verUsuario", "directorio:leer", MEDIO_JSON, recurso_ver_usuario),
	CAMBIAR("/v1/usuarios/{id}", "cambiarUsuario", recurso_cambiar_usuario),
	GESTIONAR(METODO_GET, "/v1/usuarios/{id}/claves", "listarClaves", recurso_listar_claves),
	CREAR("/v1/usuarios/{id}/claves", "crearClave", "directorio:escribir", 16 * KIB, recurso_crear_clave),
	GESTIONAR(METODO_DELETE, "/v1/usuarios/{id}/claves/{clave}", "revocarClave", recurso_revocar_clave),
	GESTIONAR(METODO_DELETE, "/v1/usuarios/{id}/segundo-factor", "retirarSegundoFactor", recurso_retirar_segundo_factor),
	LEER("/v1/organizaciones/{id}/delegaciones", "listarDelegaciones", "directorio:leer", MEDIO_JSON, recurso_listar_delegaciones),
	CREAR_PROPIA("/v1/organizaciones/{id}/delegaciones", "otorgarDelegacion", recurso_otorgar_delegacion),
	{.metodo = METODO_DELETE,
		.patron = "/v1/organizaciones/{id}/delegaciones/{delegacion}",
		.operation = "revocarDelegacion",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "organizacion:gestionar",
		.roles = PROPIA_O_ADMINISTRACION,
		.medios = MEDIO_JSON,
		.por_si = true,
		.handler = recurso_revocar_delegacion},
	LEER_DE("/v1/organizaciones/{id}/pendientes", "verPendientes", LANE_DOCUMENTOS, RELEVOS_LEE, MEDIO_JSON, recurso_ver_pendientes),
	LEER_DE("/v1/organizaciones/{id}/relevos", "listarRelevos", LANE_GENERAL, RELEVOS_LEE, MEDIO_JSON, recurso_listar_relevos),
	LEER_DE("/v1/organizaciones/{id}/relevos/{relevo}", "verRelevo", LANE_GENERAL, RELEVOS_LEE, MEDIO_JSON, recurso_ver_relevo),
	{.metodo = METODO_POST,
		.patron = "/v1/organizaciones/{id}/relevos",
		.operation = "relevar",
		.lane = LANE_DOCUMENTOS,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "organizacion:gestionar",
		.roles = PROPIA_O_ADMINISTRACION,
		.cuerpo = CUERPO_JSON,
		.limite = 64 * KIB,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.por_si = true,
		.handler = recurso_relevar},
	PLANTILLAS("/v1/plantillas", "listarPlantillas", recurso_listar_plantillas),
	PLANTILLAS("/v1/plantillas/{nombre}", "verPlantilla", recurso_ver_plantilla),
	PLANTILLAS("/v1/plantillas/{nombre}/versiones", "listarVersionesPlantilla", recurso_listar_versiones_plantilla),
	IMPRIMIR("/v1/plantillas/{nombre}/versiones", "ponerPlantilla", true, MEDIO_JSON, recurso_poner_plantilla),
	IMPRIMIR("/v1/plantillas/{nombre}/muestra", "probarPlantilla", false, MEDIO_BINARIO, recurso_probar_plantilla),
	CREAR("/v1/calendario/cargas", "cargarCalendario", "calendario:escribir", 3 * 1024 * KIB, recurso_cargar_calendario),
	/* accounts and sessions: passwords on their own lane */
	CON_CONTRASENA(METODO_POST, "/v1/sesiones", "iniciarSesion", ACCESO_PUBLICO, recurso_iniciar_sesion),
	PROPIA(METODO_GET, "/v1/sesiones", "listarSesiones", CUERPO_NADA, recurso_listar_sesiones),
	PROPIA(METODO_GET, "/v1/sesiones/actual", "verSesion", CUERPO_NADA, recurso_ver_sesion),
	PROPIA(METODO_DELETE, "/v1/sesiones/actual", "salir", CUERPO_NADA, recurso_salir),
	PROPIA(METODO_DELETE, "/v1/sesiones/{id}", "cerrarSesion", CUERPO_NADA, recurso_cerrar_sesion),
	CON_CONTRASENA(METODO_POST, "/v1/sesiones/actual/elevar", "elevarSesion", ACCESO_SESION, recurso_elevar_sesion),
	CON_CONTRASENA(METODO_PUT, "/v1/yo/contrasena", "cambiarContrasena", ACCESO_SESION, recurso_cambiar_contrasena),
	PROPIA(METODO_POST, "/v1/yo/segundo-factor", "empezarSegundoFactor", CUERPO_NADA, recurso_empezar_segundo_factor),
	PROPIA(METODO_POST, "/v1/yo/segundo-factor/confirmar", "confirmarSegundoFactor", CUERPO_JSON, recurso_confirmar_segundo_factor),
	PROPIA(METODO_DELETE, "/v1/yo/segundo-factor", "quitarSegundoFactor", CUERPO_NADA, recurso_quitar_segundo_factor),
	CON_CONTRASENA(METODO_POST, "/v1/contrasena", "fijarContrasena", ACCESO_PUBLICO, recurso_fijar_contrasena),
	{.metodo = METODO_POST,
		.patron = "/v1/contrasena/restablecer",
		.operation = "restablecerContrasena",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_PUBLICO,
		.cuerpo = CUERPO_JSON,
		.limite = 4 * KIB,
		.medios = MEDIO_JSON,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_restablecer_contrasena},
	{.metodo = METODO_POST,
		.patron = "/v1/usuarios/{id}/invitacion",
		.operation = "invitarUsuario",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_CREDENCIAL,
		.ambito = "directorio:leer",
		.roles = ADMINISTRACION,
		.medios = MEDIO_JSON,
		.idempotente = true,
		.handler = recurso_invitar_usuario},
	{.metodo = METODO_GET,
		.patron = "/v1/sesiones/proveedor",
		.operation = "irAlProveedor",
		.lane = LANE_PROVEEDOR,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_JSON | MEDIO_HTML,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_ir_al_proveedor},
	{.metodo = METODO_GET,
		.patron = "/v1/sesiones/proveedor/regreso",
		.operation = "volverDelProveedor",
		.lane = LANE_PROVEEDOR,
		.acceso = ACCESO_PUBLICO,
		.medios = MEDIO_JSON | MEDIO_HTML,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_volver_del_proveedor},
	PUBLICA("/entrar", "formularioEntrada", recurso_formulario_entrada, MEDIO_HTML),
	FORMULARIO("/entrar", "entrar", recurso_entrar),
	PUBLICA("/contrasena/restablecer", "formularioRestablecer", recurso_formulario_restablecer, MEDIO_HTML),
	FORMULARIO("/contrasena/restablecer", "pedirEnlace", recurso_pedir_enlace),
	PUBLICA("/contrasena", "formularioContrasena", recurso_formulario_contrasena, MEDIO_HTML),
	FORMULARIO("/contrasena", "elegirContrasena", recurso_elegir_contrasena),
	/* systems */
	{.metodo = METODO_POST,
		.patron = "/oauth/token",
		.operation = "pedirToken",
		.lane = LANE_GENERAL,
		.acceso = ACCESO_PUBLICO,
		.cuerpo = CUERPO_FORMULARIO,
		.limite = 8 * KIB,
		.medios = MEDIO_JSON,
		.gasto = GASTO_COSTOSO,
		.handler = recurso_pedir_token},
	PUBLICA("/.well-known/jwks.json", "verLlaves", recurso_ver_llaves, MEDIO_JSON),
	/* events: a feed, the same for screens, and who wants to be told */
	LEER("/v1/eventos", "listarEventos", "expedientes:leer", MEDIO_JSON, recurso_listar_eventos),
	LEER("/v1/eventos/flujo", "seguirEventos", "expedientes:leer", MEDIO_SSE, recurso_seguir_eventos),
	SUSCRIPCION(METODO_GET, "/v1/suscripciones", "listarSuscripciones", CUERPO_NADA, 0, recurso_listar_suscripciones),
	SUSCRIPCION(METODO_POST, "/v1/suscripciones", "crearSuscripcion", CUERPO_JSON, 64 * KIB, recurso_crear_suscripcion),
	SUSCRIPCION(METODO_GET, "/v1/suscripciones/{id}", "verSuscripcion", CUERPO_NADA, 0, recurso_ver_suscripcion),
	SUSCRIPCION(
		METODO_PATCH, "/v1/suscripciones/{id}", "cambiarSuscripcion", CUERPO_MERGE_PATCH, 64 * KIB, recurso_cambiar_suscripcion),
	SUSCRIPCION(METODO_DELETE, "/v1/suscripciones/{id}", "borrarSuscripcion", CUERPO_NADA, 0, recurso_borrar_suscripcion),
	SUSCRIPCION(METODO_POST, "/v1/suscripciones/{id}/secreto", "rotarSecreto", CUERPO_JSON, 1 * KIB, recurso_rotar_secreto),
	SUSCRIPCION(
		METODO_POST, "/v1/suscripciones/{id}/verificacion", "verificarSuscripcion", CUERPO_NADA, 0, recurso_verificar_suscripcion),
	SUSCRIPCION(METODO_GET, "/v1/suscripciones/{id}/entregas", "listarEntregas", CUERPO_NADA, 0, recurso_listar_entregas),
	SUSCRIPCION(METODO_GET, "/v1/suscripciones/{id}/entregas/{evento}", "verEntrega", CUERPO_NADA, 0, recurso_ver_entrega),
	SUSCRIPCION(METODO_POST, "/v1/suscripciones/{id}/reenvios", "reenviarEntregas", CUERPO_JSON, 16 * KIB, recurso_reenviar_entregas),
	/* the sandbox */
	ENSAYO(METODO_GET, "/v1/ensayo/reloj", "verReloj", ACCESO_PUBLICO, NULL, 0, CUERPO_NADA, recurso_ver_reloj),
	ENSAYO(METODO_POST, "/v1/ensayo/reloj", "moverReloj", ACCESO_CREDENCIAL, NULL, ENSAYAN, CUERPO_JSON, recurso_mover_reloj),
	ENSAYO(METODO_GET, "/v1/ensayo/guiones", "listarGuiones", ACCESO_PUBLICO, NULL, 0, CUERPO_NADA, recurso_listar_guiones),
	ENSAYO(METODO_GET, "/v1/ensayo/guion", "verGuion", ACCESO_CREDENCIAL, "expedientes:leer", (ENSAYAN | AUDITORIA) & ~ADMINISTRACION,
		CUERPO_NADA, recurso_ver_guion),
	ENSAYO(METODO_PUT, "/v1/ensayo/guion", "elegirGuion", ACCESO_CREDENCIAL, "expedientes:actuar", ROL_BIT(ROL_GOBIERNO_LOCAL),
		CUERPO_JSON, recurso_elegir_guion),
};
const size_t rutas_count = sizeof rutas / sizeof *rutas;
