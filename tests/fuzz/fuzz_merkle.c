/* Proofs from anybody: verification ends, reads nothing beyond, and accepts none that does not come from the tree. */
#include <stdlib.h>
#include <string.h>

#include "base/merkle.h"

/* Eats up to `n` bytes of the input. */
static void take(const uint8_t **data, size_t *size, void *out, size_t n)
{
	size_t k = n < *size ? n : *size;
	if (k)
		memcpy(out, *data, k);
	*data += k;
	*size -= k;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct {
		int64_t a, b, n;
		struct sha256 leaf, de, raiz;
	} in = {0};
	struct merkle_prueba p = {0};
	struct merkle_plan plan;
	take(&data, &size, &in, sizeof in);
	p.n = size / SHA256_LEN;
	take(&data, &size, p.v, sizeof p.v);
	/* A root that these bytes lead to would be a collision, but for the trees of one leaf. */
	if (merkle_inclusion_verify(in.a, in.b, &in.leaf, &p, &in.raiz) && (p.n || !sha256_equal(&in.leaf, &in.raiz)))
		abort();
	if (merkle_consistency_verify(in.a, in.b, &in.de, &in.raiz, &p) && (p.n || !sha256_equal(&in.de, &in.raiz)))
		abort();
	if (merkle_inclusion_plan(in.a, in.b, &plan) && (plan.n_lugares > MERKLE_LUGARES_MAX || plan.n_prueba > MERKLE_PRUEBA_MAX))
		abort();
	if (merkle_consistency_plan(in.a, in.b, &plan) && (plan.n_lugares > MERKLE_LUGARES_MAX || plan.n_prueba > MERKLE_PRUEBA_MAX))
		abort();
	return 0;
}
