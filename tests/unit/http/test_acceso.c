/* The route table is sound, the shape of Idempotency-Key, and the page made from openapi.yaml. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "http/acceso.h"
#include "http/documentacion.h"
#include "http/rutas.h"

START_TEST(idempotencia)
{
	char larga[258];
	memset(larga, 'a', sizeof larga);
	larga[255] = '\0';
	ck_assert(acceso_idempotencia_valida(larga));
	larga[255] = 'a';
	larga[256] = '\0';
	ck_assert(!acceso_idempotencia_valida(larga));
	ck_assert(acceso_idempotencia_valida("!~"));
	static const char *const malas[] = {"", "a b", "a\t", "\x7f", "ñ"};
	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++)
		ck_assert(!acceso_idempotencia_valida(malas[i]));
}
END_TEST

/*
 * Deny by default: what is not public names a scope (but "who am I", what only a session may do, and what moves a sandbox, where the roles are what
 * counts), and a POST takes an idempotency key unless it leaves nothing behind (the public ones, a template that is tried) or answers with a secret,
 * which is not kept (subscriptions: a repetition is found by its address, or does no harm).
 */
START_TEST(tabla)
{
	for (size_t i = 0; i < rutas_count; i++) {
		const struct ruta *r = &rutas[i];
		ck_assert_msg(r->acceso != ACCESO_CREDENCIAL || r->ambito || (r->ensayo && r->roles) || strcmp(r->operation, "verYo") == 0,
			"%s", r->operation);
		const bool sin_clave = strncmp(r->patron, "/v1/suscripciones", 17) == 0 || strcmp(r->operation, "probarPlantilla") == 0;
		ck_assert_msg(
			r->idempotente == (r->metodo == METODO_POST && r->acceso == ACCESO_CREDENCIAL && !sin_clave), "%s", r->operation);
		ck_assert_msg((r->cuerpo == CUERPO_NADA) == (r->limite == 0), "%s", r->operation);
		ck_assert_msg(r->medios != 0 && !r->handler != !r->group, "%s", r->operation);
		ck_assert_str_ne(metodo_nombre(r->metodo), "");
		for (size_t j = 0; j < i; j++) {
			ck_assert_str_ne(r->operation, rutas[j].operation);
			ck_assert_msg(r->metodo != rutas[j].metodo || strcmp(r->patron, rutas[j].patron) != 0, "%s", r->patron);
		}
	}
}
END_TEST

START_TEST(pagina)
{
	static const char yaml[] = "paths:\n  /v1/x/{id}:\n    get:\n      operationId: verX\n      summary: 'Ver <x> & \"y\"'\n    "
				   "post:\n      operationId: hacerX\n"
				   "      summary: Hacer\n# final";
	BUF_AUTO b;
	buf_init(&b, 65536);
	documentacion_write(&b, yaml, sizeof yaml - 1);
	const char *s = buf_str(&b);
	ck_assert(!b.failed);
	ck_assert_ptr_nonnull(strstr(s, "<td class=m>get<td><a href=\"#verX\">/v1/x/{id}</a><td>Ver &lt;x&gt; &amp; &quot;y&quot;"));
	ck_assert_ptr_nonnull(strstr(s, "<td class=m>post<td><a href=\"#hacerX\">/v1/x/{id}</a><td>Hacer"));
	ck_assert_ptr_nonnull(strstr(s, "<a id=\"hacerX\"></a>"));
	ck_assert_ptr_nonnull(strstr(s, "<i># final</i>"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("acceso");
	TCase *t = tcase_create("acceso");
	tcase_add_test(t, idempotencia);
	tcase_add_test(t, tabla);
	tcase_add_test(t, pagina);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
