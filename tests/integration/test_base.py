"""The database's own locks: row-level security, what the service's role may not do, the chain, the numbers."""

import hashlib
import os
import re
import threading

import psycopg2
import pytest

from support.servicio import RAIZ, ROL_SERVICIO


@pytest.fixture
def rol(mundo):
    """A connection as the role that the service uses."""
    c = mundo.base.conectar(ROL_SERVICIO)
    yield c
    c.close()


def contar(c, tabla):
    with c.cursor() as q:
        q.execute(f"select count(*) from {tabla}")
        return q.fetchone()[0]


@pytest.fixture(scope="module")
def algo(mundo):
    return mundo.tramite().hasta("turnado")


@pytest.mark.parametrize("tabla", ["expediente", "expediente_ficha", "acto"])
def test_sin_contexto_no_se_ve_nada(algo, rol, tabla):
    assert contar(rol, tabla) == 0


def contexto(c, rol, organizacion="", entidad=""):
    with c.cursor() as q:
        q.execute("select set_config('dictamen.rol', %s, false), set_config('dictamen.organizacion', %s, false), "
                  "set_config('dictamen.entidad', %s, false)", (rol, organizacion, entidad))


@pytest.mark.parametrize("tabla", ["expediente", "expediente_ficha", "acto"])
def test_cada_quien_lo_suyo(mundo, algo, rol, tabla):
    columna = "id" if tabla == "expediente" else "expediente_id"

    def ve(quien, *args):
        contexto(rol, quien, *args)
        with rol.cursor() as q:
            q.execute(f"select count(*) from {tabla} where {columna} = %s", (algo.id,))
            return q.fetchone()[0] > 0
    assert ve("gobierno_local", mundo.org["guadalajara"], "14")
    assert not ve("gobierno_local", mundo.org["merida"], "31")
    assert not ve("enlace_estatal", mundo.org["jalisco"], "14")  # not shared
    assert ve("dgcp", mundo.org["sre"]) and ve("auditoria", mundo.org["sre"]) and ve("cja", mundo.org["sre"])
    assert not ve("administracion", mundo.org["sre"]) and not ve("quien_sabe") and not ve("")


@pytest.mark.parametrize("sentencia", [
    "update acto set rol = rol", "update acto set datos = '{}'", "delete from acto", "truncate acto",
    "delete from expediente", "delete from expediente_ficha", "update instrumento_dictaminado set n = 1", "delete from instrumento_dictaminado",
    "delete from numero", "update numero set numero = 1", "update contenido_trozo set bytes = ''", "delete from contenido", "delete from contenido_trozo",
    "update usuario set organizacion_id = id", "update usuario set maquina = true", "update clave_api set ambitos = '{}'", "update clave_api set sha256 = sha256",
    "update organizacion set nivel = 'federal'", "update organizacion set cve_ent = '01'", "delete from organizacion", "delete from usuario", "delete from clave_api",
    "update delegacion set hasta = now()", "delete from delegacion", "update relevo set pendientes = '[]'", "delete from relevo", "delete from bandeja_salida", "update transicion set paso = 1",
    "update identidad_externa set usuario_id = usuario_id", "insert into identidad_externa values ('x', 'y', gen_random_uuid(), now())",
    "update cuenta set identificador = 'x@y.example'", "delete from cuenta", "update sesion set usuario_id = usuario_id", "update sesion set vence_en = now()",
    "alter table acto disable row level security", "drop table acto", "create table propia (x int)", "set role postgres",
    "delete from asiento", "update calendario_aviso set motivo = 'x'", "update calendario_dia set motivo = 'x'"])
def test_lo_que_el_servicio_no_puede(mundo, algo, rol, sentencia):
    contexto(rol, "sistema")
    with rol.cursor() as q, pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.InvalidParameterValue,
                                           psycopg2.errors.UndefinedObject)):
        q.execute(sentencia)


def test_lo_revocado_no_vuelve(mundo, rol):
    """The service's role can revoke; it cannot take that back."""
    mundo.nueva_persona("volvedora", "guadalajara", "gobierno_local")
    clave = (mundo.claves["volvedora"][0],)
    contexto(rol, "sistema")
    with rol.cursor() as q:
        for valor, cuantas in (("now()", 1), ("null", 0)):
            q.execute(f"update clave_api set revocada_en = {valor} where id = %s", clave)
            assert q.rowcount == cuantas
    with rol.cursor() as q, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        q.execute("update clave_api set revocada_en = null")


def test_el_predicado_es_el_del_programa(base):
    """expediente_visible in SQL over every combination; tests/unit/domain/visibilidad.c holds the program's against the same file."""
    with open(os.path.join(RAIZ, "tests", "datos", "visibilidad.csv")) as f:
        esperado = dict(linea.strip().split(",") for linea in list(f)[1:])
    org, otra = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"
    assert len(esperado) == 8
    for quien, marcas in esperado.items():
        filas = base.sql("""
            select string_agg((expediente_visible(%s, case when b & 1 <> 0 then %s::uuid else %s::uuid end, case when b & 2 <> 0 then '14' else '15' end, %s::uuid, '14',
                               case when b & 4 <> 0 then 'municipal' else 'estatal' end, b & 8 <> 0, b & 16 <> 0, s.estado, b & 32 <> 0))::int::text, ''
                              order by s.orden, b)
              from generate_series(0, 63) b, unnest(array['borrador', 'presentado', 'concluido']) with ordinality as s(estado, orden)""", quien, org, otra, org)
        assert filas == [(marcas,)], quien


def test_no_se_anexa_en_nombre_de_quien_no_puede(mundo, algo, rol):
    """Even inside the service, an act whose own actor may not see the file is refused by the database."""
    contexto(rol, "sistema")
    with rol.cursor() as q, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        q.execute("insert into acto(expediente_id, n, acto, desde, hacia, registrado_en, usuario_id, organizacion_id, rol, datos, efectos, anterior, hash) "
                  "values (%s, 1000, 'desistir', 'turnado', 'concluido', now(), %s, %s, 'gobierno_local', '{}', '{}', '', '')",
                  (algo.id, mundo.merida.usuario, mundo.org["merida"]))


def test_transicion_imposible_no_entra(mundo, algo, rol):
    contexto(rol, "sistema")
    with rol.cursor() as q, pytest.raises(psycopg2.errors.ForeignKeyViolation):
        q.execute("insert into acto(expediente_id, n, acto, desde, hacia, registrado_en, usuario_id, organizacion_id, rol, datos, efectos, anterior, hash) "
                  "values (%s, 1000, 'inscribir', 'borrador', 'inscrito', now(), %s, %s, 'cja_titular', '{}', '{}', '', '')",
                  (algo.id, mundo.titular.usuario, mundo.org["sre"]))


def test_las_claves_se_guardan_como_hash(mundo):
    clave = mundo.claves["local"][1]
    guardadas = {bytes(f[0]) for f in mundo.base.sql("select sha256 from clave_api")}
    assert hashlib.sha256(clave.encode()).digest() in guardadas
    volcado = str(mundo.base.sql("select * from clave_api"))
    assert clave not in volcado and clave[3:] not in volcado


# ---- the chain -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cadena(mundo):
    return mundo.tramite().hasta("concluido")


def test_cadena_entera(mundo, cadena):
    p = mundo.base.verificar()
    assert p.returncode == 0, p.stdout + p.stderr
    assert mundo.base.verificar(cadena.id).returncode == 0


ALTERACIONES = [
    ("acto", "case acto when 'turnar' then 'recibir' else 'turnar' end"),
    ("desde", "case desde when 'borrador' then 'presentado' else 'borrador' end"),
    ("hacia", "case hacia when 'borrador' then 'presentado' else 'borrador' end"),
    ("registrado_en", "registrado_en + interval '1 microsecond'"),
    ("fecha_legal", "coalesce(fecha_legal, date '2026-01-01') + 1"),
    ("usuario_id", "overlay(usuario_id::text placing case right(usuario_id::text, 1) when '0' then '1' else '0' end from 36)::uuid"),
    ("organizacion_id", "overlay(organizacion_id::text placing case right(organizacion_id::text, 1) when '0' then '1' else '0' end from 36)::uuid"),
    ("rol", "case rol when 'dgcp' then 'cja' else 'dgcp' end"),
    ("datos", "case when length(datos) > 2 then replace(datos, '\":', '\": ') else '{ }' end"),
    ("efectos", "case when length(efectos) > 2 then replace(efectos, '\":', '\": ') else '{ }' end"),
    ("anterior", "set_byte(anterior, 31, (get_byte(anterior, 31) + 1) %% 256)"),
    ("hash", "set_byte(hash, 0, (get_byte(hash, 0) + 1) %% 256)"),
    ("n", "n + 1000"),
]


@pytest.mark.parametrize("columna,valor", ALTERACIONES, ids=[c for c, _ in ALTERACIONES])
@pytest.mark.parametrize("n", [1, 5])
def test_un_byte_alterado_se_nombra(mundo, cadena, columna, valor, n):
    """A superuser changes one column of one act: the broken link is named; restored, the chain is whole again."""
    c = mundo.base.conectar()
    try:
        with c.cursor() as q:
            q.execute("set session_replication_role = replica")  # a superuser gets past foreign keys and triggers too
            q.execute(f"select {columna} from acto where expediente_id = %s and n = %s", (cadena.id, n))
            antes = q.fetchone()[0]
            q.execute(f"update acto set {columna} = {valor} where expediente_id = %s and n = %s", (cadena.id, n))
        try:
            for p in (mundo.base.verificar(cadena.id), mundo.base.verificar()):
                assert p.returncode == 1, f"{columna} of act {n}: not found\n{p.stdout}{p.stderr}"
                texto = p.stdout + p.stderr
                assert cadena.id in texto or cadena.leer()["folio"] in texto
                assert re.search(rf"\b{n}\b", texto), texto
        finally:
            with c.cursor() as q:
                q.execute(f"update acto set {columna} = %s where expediente_id = %s and n = %s",
                          (antes, cadena.id, n + 1000 if columna == "n" else n))
        assert mundo.base.verificar(cadena.id).returncode == 0
    finally:
        c.close()


def test_un_acto_borrado_se_nombra(mundo, cadena):
    c = mundo.base.conectar()
    try:
        with c.cursor() as q:
            q.execute("set session_replication_role = replica")
            for n in (1, 4, cadena.ver()["version"]):
                q.execute("begin")
                q.execute("create temp table guardado on commit preserve rows as select * from acto where expediente_id = %s and n = %s", (cadena.id, n))
                q.execute("delete from acto where expediente_id = %s and n = %s", (cadena.id, n))
                q.execute("commit")
                try:
                    p = mundo.base.verificar(cadena.id)
                    assert p.returncode == 1, f"act {n} deleted and not missed\n{p.stdout}"
                finally:
                    q.execute("insert into acto select * from guardado")
                    q.execute("drop table guardado")
                assert mundo.base.verificar(cadena.id).returncode == 0
    finally:
        c.close()


def test_la_cabeza_del_expediente_tambien(mundo, cadena):
    c = mundo.base.conectar()
    try:
        with c.cursor() as q:
            for columna, valor in (("hash", "set_byte(hash, 0, (get_byte(hash, 0) + 1) %% 256)"), ("version", "version + 1"), ("estado", "'respondido'")):
                q.execute(f"select {columna} from expediente where id = %s", (cadena.id,))
                antes = q.fetchone()[0]
                q.execute(f"update expediente set {columna} = {valor} where id = %s", (cadena.id,))
                try:
                    assert mundo.base.verificar(cadena.id).returncode == 1, f"expediente.{columna} altered and not found"
                finally:
                    q.execute(f"update expediente set {columna} = %s where id = %s", (antes, cadena.id))
        assert mundo.base.verificar(cadena.id).returncode == 0
    finally:
        c.close()


def test_verificar_lo_que_no_existe(mundo):
    p = mundo.base.verificar("0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10")
    assert p.returncode not in (0, 1) or "no" in (p.stdout + p.stderr).lower()


# ---- numbers -------------------------------------------------------------------------------------------------------------------------


def test_ningun_numero_dos_veces(mundo):
    """Many files are filed and turned at once, several times: every folio and oficio differs from all others."""
    POR_HILO, HILOS = 4, 8
    listos = [[mundo.tramite() for _ in range(POR_HILO)] for _ in range(HILOS)]
    for fila in listos:
        for t in fila:
            t.documento(t.local, "solicitud")
            t.documento(t.local, "proyecto")
    dados, fallas = [], []
    barrera = threading.Barrier(HILOS)

    def correr(fila):
        local, dgcp = mundo.local.otro(), mundo.dgcp.otro()
        try:
            barrera.wait()
            for t in fila:
                dados.append(("folio", t.acto(local, "presentar", {"declaracion_version_final": True}).json["numero"]))
                dados.append(("oficio", t.acto(dgcp, "turnar", {}).json["numero"]))
        except BaseException as e:
            fallas.append(e)
        finally:
            local.cerrar()
            dgcp.cerrar()
    hilos = [threading.Thread(target=correr, args=(f,)) for f in listos]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert not fallas, fallas[0]
    assert len(set(dados)) == len(dados) == 2 * POR_HILO * HILOS
    repetidos = mundo.base.sql("select serie, anio, numero, count(*) from numero group by 1, 2, 3 having count(*) > 1")
    assert repetidos == []
    # The counter stands at the highest number given.
    assert mundo.base.sql("select s.serie from serie s join (select serie, anio, max(numero) m from numero group by 1, 2) n using (serie, anio) "
                          "where s.ultimo < n.m") == []


def test_bandeja_de_salida(mundo):
    """Each act leaves its outbox row in the same transaction."""
    t = mundo.tramite().hasta("presentado")
    filas = mundo.base.sql("select n, tipo from bandeja_salida where expediente_id = %s and tipo not like 'plazo.%%' order by n", t.id)
    assert [f[0] for f in filas] == list(range(1, t.version + 1)), filas
