#include "store/certificados.h"

#include "store/pg.h"

enum status certificado_add(struct db *db, const struct certificado_fila *f, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_text(&a, f->codigo);
	pg_sha(&a, &f->sha256);
	pg_text(&a, f->asiento);
	if (f->asiento)
		pg_int(&a, f->n);
	else
		pg_null(&a);
	pg_bigint(&a, f->tamano);
	pg_sha(&a, &f->certificado);
	pg_text(&a, f->sello);
	pg_text(&a, f->sello_nota);
	pg_instante(&a, f->sellado_en);
	pg_text(&a, f->numero);
	pg_text(&a, f->criterios);
	pg_instante(&a, f->momento);
	pg_sha(&a, &f->plantillas);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CERTIFICADOS_AGREGAR, &a, &r, err);
}

enum status certificado_find(struct db *db, const char *codigo, const struct sha256 *sha, struct arena *a, struct certificado_fila *out,
	bool *hay, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, codigo);
	if (sha)
		pg_sha(&args, sha);
	else
		pg_null(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CERTIFICADOS_HALLAR, &args, &r, err);
	*hay = st == STATUS_OK && PQntuples(r) > 0;
	if (!*hay)
		return st;
	*out = (struct certificado_fila){
		.codigo = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "codigo"))),
		.asiento = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "asiento"))),
		.sha256 = pg_get_sha(r, 0, pg_col(r, "sha256")),
		.n = pg_get_int(r, 0, pg_col(r, "n")),
		.tamano = pg_get_int64(r, 0, pg_col(r, "tamano")),
		.certificado = pg_get_sha(r, 0, pg_col(r, "certificado")),
		.sello = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "sello"))),
		.sello_nota = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "sello_nota"))),
		.sellado_en = pg_get_instante(r, 0, pg_col(r, "sellado_en")),
		.numero = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "numero"))),
		.criterios = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "criterios"))),
		.momento = pg_get_instante(r, 0, pg_col(r, "momento")),
		.superado = pg_get_bool(r, 0, pg_col(r, "superado")),
	};
	return out->codigo && (out->asiento || (out->numero && out->criterios)) && out->sello ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status certificado_asiento(struct db *db, const char *numero, struct arena *a, struct asiento_presente *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, numero);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CERTIFICADOS_ASIENTO, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st != STATUS_OK)
		return st;
	*out = (struct asiento_presente){
		.n = pg_get_int(r, 0, pg_col(r, "n")),
		.indice = pg_get_int64(r, 0, pg_col(r, "indice")),
		.datos = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "datos"))),
	};
	return out->datos ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}
