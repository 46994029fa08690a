/* Addresses, believed proxies, and who stands behind them. */
#include "base/direccion.h"

#include <arpa/inet.h>
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static struct direccion ip(const char *text)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return direccion_de((struct sockaddr *)&v4);
	ck_assert_int_eq(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return direccion_de((struct sockaddr *)&v6);
}

static bool same(struct direccion a, const char *text)
{
	struct direccion b = ip(text);
	return memcmp(a.b, b.b, sizeof a.b) == 0;
}

START_TEST(de_un_enchufe)
{
	static const struct direccion none;
	struct sockaddr local = {.sa_family = AF_UNIX};
	struct direccion a = direccion_de(&local), b = direccion_de(NULL);
	ck_assert_mem_eq(a.b, none.b, sizeof none.b);
	ck_assert_mem_eq(b.b, none.b, sizeof none.b);
	ck_assert(same(ip("192.0.2.7"), "::ffff:192.0.2.7"));
}
END_TEST

/* What was read is written back in its usual form. */
START_TEST(en_texto)
{
	static const char *const textos[] = {"192.0.2.7", "2001:db8::1", "::1", "0.0.0.0"};
	struct proxies todos;
	char text[DIRECCION_TEXTO_LEN];
	ck_assert(proxies_parse("::/0", &todos));
	for (size_t i = 0; i < sizeof textos / sizeof *textos; i++) {
		const struct direccion d = direccion_cliente(&todos, (struct direccion){{[15] = 1}}, textos[i]);
		direccion_format(&d, text);
		ck_assert_str_eq(text, textos[i]);
	}
	direccion_format(&(struct direccion){{0}}, text);
	ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(abonados)
{
	ck_assert(same(direccion_abonado(ip("192.0.2.7")), "192.0.2.7"));
	ck_assert(same(direccion_abonado(ip("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::"));
}
END_TEST

START_TEST(redes)
{
	static const char *const bad[] = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/-1", "10.0.0", "::1/129", "proxy.example",
		"/8", "10.0.0.0/8;::1", "10.0.0.0/0008", "1111111111111111111111111111111111111111111111111111111111111111"};
	struct proxies p;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!proxies_parse(bad[i], &p), "%s", bad[i]);
	ck_assert(proxies_parse("", &p) && p.n == 0);
	ck_assert(proxies_parse(" 10.1.2.3/8, 192.0.2.7 , fd00::/7,::1/128,0.0.0.0/0 ", &p) && p.n == 5);
	char many[PROXIES_MAX * 10] = "";
	for (int i = 0; i < PROXIES_MAX; i++)
		strncat(many, "10.0.0.1,", sizeof many - strlen(many) - 1);
	ck_assert(proxies_parse(many, &p) && p.n == PROXIES_MAX);
	strncat(many, "10.0.0.1", sizeof many - strlen(many) - 1);
	ck_assert(!proxies_parse(many, &p));
}
END_TEST

START_TEST(clientes)
{
	static const struct {
		const char *proxies, *peer, *forwarded, *client;
	} t[] = {
		/* nobody is believed: what a client writes about itself counts for nothing */
		{"", "198.51.100.1", "203.0.113.9", "198.51.100.1"},
		{"10.0.0.0/8", "198.51.100.1", "203.0.113.9", "198.51.100.1"},
		{"10.0.0.0/8", "11.0.0.1", "203.0.113.9", "11.0.0.1"},
		{"10.0.0.0/8", "10.9.9.9", NULL, "10.9.9.9"},
		{"10.0.0.0/8", "10.9.9.9", "", "10.9.9.9"},
		{"10.0.0.0/8", "10.9.9.9", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.7", "10.0.0.7", " 203.0.113.9\t", "203.0.113.9"},
		{"10.0.0.7", "10.0.0.8", "203.0.113.9", "10.0.0.8"},
		/* the last stranger counts, whatever it claims to stand for */
		{"10.0.0.0/8", "10.9.9.9", "1.1.1.1, 203.0.113.9", "203.0.113.9"},
		{"10.0.0.0/8", "10.9.9.9", "1.1.1.1, 203.0.113.9, 10.1.1.1", "203.0.113.9"},
		{"10.0.0.0/8", "10.9.9.9", "10.2.2.2,10.1.1.1", "10.2.2.2"},
		/* what cannot be read ends at who wrote it */
		{"10.0.0.0/8", "10.9.9.9", "203.0.113.9, unknown", "10.9.9.9"},
		{"10.0.0.0/8", "10.9.9.9", "unknown, 10.1.1.1", "10.1.1.1"},
		{"10.0.0.0/8", "10.9.9.9", "203.0.113.9,", "10.9.9.9"},
		{"10.0.0.0/8", "10.9.9.9", "[2001:db8::1", "10.9.9.9"},
		{"10.0.0.0/8", "10.9.9.9", "[2001:db8::1]x", "10.9.9.9"},
		{"10.0.0.0/8", "10.9.9.9", "111111111111111111111111111111111111111111111111111111111111111111", "10.9.9.9"},
		/* with ports, as some proxies write them */
		{"10.0.0.0/8", "10.9.9.9", "203.0.113.9:4711", "203.0.113.9"},
		{"10.0.0.0/8", "10.9.9.9", "[2001:db8::1]:4711", "2001:db8::1"},
		{"10.0.0.0/8", "10.9.9.9", "[2001:db8::1]", "2001:db8::1"},
		{"fd00::/8", "fd12::1", "2001:db8::1", "2001:db8::1"},
		{"fd00::/8", "fe12::1", "2001:db8::1", "fe12::1"},
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct proxies p;
		ck_assert(proxies_parse(t[i].proxies, &p));
		ck_assert_msg(same(direccion_cliente(&p, ip(t[i].peer), t[i].forwarded), t[i].client), "row %zu: %s", i, t[i].forwarded);
	}
}
END_TEST

START_TEST(publicas)
{
	static const char *const si[] = {"8.8.8.8", "189.240.1.1", "172.15.255.255", "172.32.0.0", "100.63.0.1", "100.128.0.0",
		"169.253.1.1", "::ffff:8.8.8.8", "2606:4700::1111", "2800:3f0::1", "2001:200::1"};
	static const char *const no[] = {"127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "198.18.0.1",
		"198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1",
		"::", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "fe80::1",
		"fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1",
		"5f00::1"};
	for (size_t i = 0; i < sizeof si / sizeof *si; i++) {
		const struct direccion d = ip(si[i]);
		ck_assert_msg(direccion_publica(&d), "%s", si[i]);
	}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
		const struct direccion d = ip(no[i]);
		ck_assert_msg(!direccion_publica(&d), "%s", no[i]);
	}
	const struct direccion nada = direccion_de(NULL);
	ck_assert(!direccion_publica(&nada));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base/direccion");
	TCase *t = tcase_create("direccion");
	tcase_add_test(t, de_un_enchufe);
	tcase_add_test(t, abonados);
	tcase_add_test(t, en_texto);
	tcase_add_test(t, redes);
	tcase_add_test(t, clientes);
	tcase_add_test(t, publicas);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
