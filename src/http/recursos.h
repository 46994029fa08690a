/*
 * Handlers, one per operation of openapi.yaml, named after its operationId. Each decodes, calls one service and encodes. `worker` is a
 * `struct obrero` (services/app.h), except in LANE_INLINE, where it is the `struct app` given to the server.
 */
#ifndef HTTP_RECURSOS_H
#define HTTP_RECURSOS_H

#include "http/servidor.h"
#include "services/app.h"

/* recurso_paginas.c */
enum status recurso_pagina_inicio(struct exchange *ex, void *worker);
enum status recurso_pagina(struct exchange *ex, void *worker);
enum status recurso_archivo_web(struct exchange *ex, void *worker);

/* recurso_sistema.c */
enum status recurso_livez(struct exchange *ex, void *worker);
enum status recurso_readyz(struct exchange *ex, void *worker);
enum status recurso_metrics(struct exchange *ex, void *worker);
enum status recurso_openapi(struct exchange *ex, void *worker);
enum status recurso_docs(struct exchange *ex, void *worker);
enum status recurso_ver_procedimiento(struct exchange *ex, void *worker);
/* recurso_bitacora.c */
enum status recurso_ver_bitacora(struct exchange *ex, void *worker);
enum status recurso_listar_cabezas(struct exchange *ex, void *worker);
enum status recurso_probar_inclusion(struct exchange *ex, void *worker);
enum status recurso_probar_consistencia(struct exchange *ex, void *worker);
enum status recurso_listar_hojas(struct exchange *ex, void *worker);
enum status recurso_ver_llaves_bitacora(struct exchange *ex, void *worker);
/* recurso_certificados.c */
enum status recurso_certificar_asiento(struct exchange *ex, void *worker);
enum status recurso_constar_no_localizacion(struct exchange *ex, void *worker);
/* recurso_seguridad.c */
enum status recurso_listar_actos_seguridad(struct exchange *ex, void *worker);
/* recurso_plazos.c */
enum status recurso_calcular_plazo(struct exchange *ex, void *worker);
/* recurso_calendario.c */
enum status recurso_ver_calendario(struct exchange *ex, void *worker);
enum status recurso_listar_avisos(struct exchange *ex, void *worker);
enum status recurso_publicar_aviso(struct exchange *ex, void *worker);
/* recurso_catalogos.c */
enum status recurso_ver_catalogo(struct exchange *ex, void *worker);
/* recurso_directorio.c */
enum status recurso_ver_yo(struct exchange *ex, void *worker);
enum status recurso_listar_organizaciones(struct exchange *ex, void *worker);
enum status recurso_listar_usuarios(struct exchange *ex, void *worker);
/* recurso_administracion.c */
enum status recurso_crear_organizacion(struct exchange *ex, void *worker);
enum status recurso_ver_organizacion(struct exchange *ex, void *worker);
enum status recurso_cambiar_organizacion(struct exchange *ex, void *worker);
enum status recurso_listar_dominios(struct exchange *ex, void *worker);
enum status recurso_agregar_dominio(struct exchange *ex, void *worker);
enum status recurso_quitar_dominio(struct exchange *ex, void *worker);
enum status recurso_crear_usuario(struct exchange *ex, void *worker);
enum status recurso_ver_usuario(struct exchange *ex, void *worker);
enum status recurso_cambiar_usuario(struct exchange *ex, void *worker);
enum status recurso_crear_clave(struct exchange *ex, void *worker);
enum status recurso_listar_claves(struct exchange *ex, void *worker);
enum status recurso_revocar_clave(struct exchange *ex, void *worker);
enum status recurso_cargar_calendario(struct exchange *ex, void *worker);
/* recurso_certificados_cliente.c */
enum status recurso_listar_certificados_cliente(struct exchange *ex, void *worker);
enum status recurso_registrar_certificado_cliente(struct exchange *ex, void *worker);
enum status recurso_revocar_certificado_cliente(struct exchange *ex, void *worker);
/* recurso_plantillas.c */
enum status recurso_listar_plantillas(struct exchange *ex, void *worker);
enum status recurso_ver_plantilla(struct exchange *ex, void *worker);
enum status recurso_listar_versiones_plantilla(struct exchange *ex, void *worker);
enum status recurso_poner_plantilla(struct exchange *ex, void *worker);
enum status recurso_probar_plantilla(struct exchange *ex, void *worker);
/* recurso_delegaciones.c */
enum status recurso_otorgar_delegacion(struct exchange *ex, void *worker);
enum status recurso_listar_delegaciones(struct exchange *ex, void *worker);
enum status recurso_revocar_delegacion(struct exchange *ex, void *worker);
/* recurso_relevos.c */
enum status recurso_relevar(struct exchange *ex, void *worker);
enum status recurso_ver_pendientes(struct exchange *ex, void *worker);
enum status recurso_listar_relevos(struct exchange *ex, void *worker);
enum status recurso_ver_relevo(struct exchange *ex, void *worker);
/* recurso_revision.c */
#define REVISION_CUERPO_MAX ((int64_t)32 << 20) /* both files together */
extern const char *const revision_partes[];     /* names of the form's files */
enum status recurso_formulario_revision(struct exchange *ex, void *worker);
enum status recurso_revisar(struct exchange *ex, void *worker);
enum status recurso_ver_revision(struct exchange *ex, void *worker);

/* Files: recurso_expedientes.c, recurso_actos.c, recurso_documentos.c */
enum status recurso_abrir_expediente(struct exchange *ex, void *worker);
enum status recurso_listar_expedientes(struct exchange *ex, void *worker);
enum status recurso_modificar_datos(struct exchange *ex, void *worker);
enum status recurso_incorporar_documento(struct exchange *ex, void *worker);
enum status recurso_listar_documentos(struct exchange *ex, void *worker);
enum status recurso_ver_documento(struct exchange *ex, void *worker);
enum status recurso_ver_inspeccion(struct exchange *ex, void *worker);
enum status recurso_descargar_documento(struct exchange *ex, void *worker);
enum status recurso_listar_actos(struct exchange *ex, void *worker);
enum status recurso_ver_acto(struct exchange *ex, void *worker);
/* recurso_estadisticas.c */
void recurso_ver_estadisticas(struct exchange **ex, size_t n, void *worker);
enum status recurso_ver_estadisticas_tramite(struct exchange *ex, void *worker);
/* recurso_vigilancia.c */
enum status recurso_listar_por_vencer(struct exchange *ex, void *worker);
enum status recurso_listar_sin_registrar(struct exchange *ex, void *worker);
/* recurso_trabajos.c */
enum status recurso_ver_trabajo(struct exchange *ex, void *worker);
enum status recurso_listar_trabajos(struct exchange *ex, void *worker);
/* recurso_correos.c */
enum status recurso_listar_correos(struct exchange *ex, void *worker);
enum status recurso_ver_correo(struct exchange *ex, void *worker);
enum status recurso_descargar_correo(struct exchange *ex, void *worker);
enum status recurso_confirmar_correo(struct exchange *ex, void *worker);
enum status recurso_descartar_correo(struct exchange *ex, void *worker);
/* recurso_textos.c */
enum status recurso_comparar_versiones(struct exchange *ex, void *worker);
enum status recurso_ver_observaciones(struct exchange *ex, void *worker);
enum status recurso_ver_parecidos(struct exchange *ex, void *worker);
/* recurso_paquete.c */
enum status recurso_exportar_paquete(struct exchange *ex, void *worker);
/* recurso_eventos.c */
enum status recurso_listar_eventos(struct exchange *ex, void *worker);
enum status recurso_seguir_eventos(struct exchange *ex, void *worker);
/* recurso_suscripciones.c */
enum status recurso_listar_suscripciones(struct exchange *ex, void *worker);
enum status recurso_crear_suscripcion(struct exchange *ex, void *worker);
enum status recurso_ver_suscripcion(struct exchange *ex, void *worker);
enum status recurso_cambiar_suscripcion(struct exchange *ex, void *worker);
enum status recurso_borrar_suscripcion(struct exchange *ex, void *worker);
enum status recurso_rotar_secreto(struct exchange *ex, void *worker);
enum status recurso_verificar_suscripcion(struct exchange *ex, void *worker);
/* recurso_entregas.c */
enum status recurso_listar_entregas(struct exchange *ex, void *worker);
enum status recurso_ver_entrega(struct exchange *ex, void *worker);
enum status recurso_reenviar_entregas(struct exchange *ex, void *worker);
/* In groups: each exchange is answered alone. */
void recurso_realizar_acto(struct exchange **ex, size_t n, void *worker);
void recurso_ver_expediente(struct exchange **ex, size_t n, void *worker);
void recurso_ver_pasos(struct exchange **ex, size_t n, void *worker);

/* recurso_registro.c, recurso_registro_lista.c */
enum status recurso_ver_asiento(struct exchange *ex, void *worker);
enum status recurso_listar_actos_asiento(struct exchange *ex, void *worker);
enum status recurso_descargar_texto(struct exchange *ex, void *worker);
enum status recurso_descargar_constancia(struct exchange *ex, void *worker);
enum status recurso_anotar_asiento(struct exchange *ex, void *worker);
void recurso_listar_asientos(struct exchange **ex, size_t n, void *worker);

/* recurso_novedades.c */
enum status recurso_listar_novedades(struct exchange *ex, void *worker);

/* recurso_trimestres.c */
void recurso_listar_trimestres(struct exchange **ex, size_t n, void *worker);
void recurso_ver_trimestre(struct exchange **ex, size_t n, void *worker);

/* recurso_descargas.c */
void recurso_descargar_registro(struct exchange **ex, size_t n, void *worker);

/* recurso_datos.c */
enum status recurso_ver_diccionario(struct exchange *ex, void *worker);
enum status recurso_ver_catalogo_datos(struct exchange *ex, void *worker);

/* recurso_verificacion.c */
enum status recurso_abrir_verificacion(struct exchange *ex, void *worker);
enum status recurso_verificar_archivo(struct exchange *ex, void *worker);
enum status recurso_verificar_codigo(struct exchange *ex, void *worker);

/* recurso_sesiones.c, recurso_cuentas.c */
enum status recurso_iniciar_sesion(struct exchange *ex, void *worker);
enum status recurso_elevar_sesion(struct exchange *ex, void *worker);
enum status recurso_listar_sesiones(struct exchange *ex, void *worker);
enum status recurso_ver_sesion(struct exchange *ex, void *worker);
enum status recurso_salir(struct exchange *ex, void *worker);
enum status recurso_cerrar_sesion(struct exchange *ex, void *worker);
enum status recurso_cambiar_contrasena(struct exchange *ex, void *worker);
enum status recurso_fijar_contrasena(struct exchange *ex, void *worker);
enum status recurso_restablecer_contrasena(struct exchange *ex, void *worker);
enum status recurso_retirar_segundo_factor(struct exchange *ex, void *worker);
enum status recurso_invitar_usuario(struct exchange *ex, void *worker);
enum status recurso_empezar_segundo_factor(struct exchange *ex, void *worker);
enum status recurso_confirmar_segundo_factor(struct exchange *ex, void *worker);
/* recurso_entrada.c */
enum status recurso_formulario_entrada(struct exchange *ex, void *worker);
enum status recurso_entrar(struct exchange *ex, void *worker);
enum status recurso_formulario_restablecer(struct exchange *ex, void *worker);
enum status recurso_pedir_enlace(struct exchange *ex, void *worker);
enum status recurso_formulario_contrasena(struct exchange *ex, void *worker);
enum status recurso_elegir_contrasena(struct exchange *ex, void *worker);
/* recurso_proveedor.c */
enum status recurso_ir_al_proveedor(struct exchange *ex, void *worker);
enum status recurso_volver_del_proveedor(struct exchange *ex, void *worker);
/* recurso_tokens.c */
enum status recurso_pedir_token(struct exchange *ex, void *worker);
enum status recurso_ver_llaves(struct exchange *ex, void *worker);
enum status recurso_quitar_segundo_factor(struct exchange *ex, void *worker);
/* recurso_ensayo.c */
enum status recurso_ver_reloj(struct exchange *ex, void *worker);
enum status recurso_mover_reloj(struct exchange *ex, void *worker);
enum status recurso_listar_guiones(struct exchange *ex, void *worker);
enum status recurso_ver_guion(struct exchange *ex, void *worker);
enum status recurso_elegir_guion(struct exchange *ex, void *worker);

#endif
