"""The security journal: what it tells, who reads it, that nobody changes it, that a stranger cannot fill it, and that an altered byte is found."""

import hashlib
import json
import signal
import time
import uuid
from contextlib import closing

import psycopg2
import pytest

from conftest import AJUSTES
from support.servicio import BaseDatos, Servicio
from support.tramite import Mundo, con_gente

ACTOS = "/v1/seguridad/actos"


@pytest.fixture(scope="module")
def lugar(cluster, servicio):
    """A database and a service of their own: the others' rows are not in the way."""
    b = con_gente(cluster)
    s = Servicio(b, AJUSTES).arrancar()
    yield b, Mundo(b, s), s
    assert s.parar() == 0, s.ultimas_lineas()
    b.borrar()


def esperar(f, plazo=20):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        v = f()
        if v:
            return v
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def renglones(m, **consulta):
    return m.auditoria.get(ACTOS, consulta={"limite": 100, **consulta}).json["datos"]


def uno(m, cond, **consulta):
    return esperar(lambda: next((r for r in renglones(m, **consulta) if cond(r)), None))


def test_lo_que_se_lee_se_puede_recalcular(lugar):
    """Without `hash`, what the API gives is the canonical form; each row names the one before it, from the first."""
    b, m, _ = lugar
    esperar(lambda: renglones(m, tipo="configuracion"))
    filas = sorted(m.auditoria.todos(ACTOS, limite=7), key=lambda r: r["n"])
    anterior = "0" * 64
    for i, r in enumerate(filas, 1):
        h = r.pop("hash")
        forma = json.dumps(r, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        assert hashlib.sha256(forma.encode()).hexdigest() == h and r["anterior"] == anterior and r["n"] == i
        anterior = h


def test_cambios_del_directorio_por_consola(lugar):
    """Each of dictamenctl's changes is there, without an actor, in the transaction of the change."""
    b, m, _ = lugar
    u = b.usuario(m.org["zapopan"], "Persona de consola", "gobierno_local")
    k, texto = b.clave(u)
    b.ctl("clave", "revocar", "--id", k)
    b.ctl("clave", "revocar", "--id", k)
    b.ctl("usuario", "baja", "--id", u)
    b.ctl("usuario", "baja", "--id", u)
    claves, personas = renglones(m, objeto=f"clave/{k}"), renglones(m, objeto=f"usuario/{u}")
    assert [r["datos"]["accion"] for r in claves] == ["revocacion", "alta"] and all(r["tipo"] == "clave" and "actor" not in r for r in claves)
    assert [r["datos"]["accion"] for r in personas] == ["cambio", "alta"]
    assert personas[0]["datos"]["antes"]["activo"] and not personas[0]["datos"]["despues"]["activo"]
    assert texto not in json.dumps(renglones(m))


def test_primer_uso_de_una_clave(lugar):
    b, m, _ = lugar
    c = m.nueva_persona("usuaria", "guadalajara", "gobierno_local")
    objeto = f"clave/{m.claves['usuaria'][0]}"
    for _ in range(5):
        c.get("/v1/yo")
    r = uno(m, lambda r: True, tipo="uso_de_clave", objeto=objeto)
    assert r["actor"] == {"organizacion": c.organizacion, "rol": "gobierno_local", "usuario": c.usuario} and r["direccion"] == "127.0.0.1"
    c.get("/v1/yo")
    m.anonimo().get("/v1/yo", 401)
    uno(m, lambda r: r["datos"].get("operacion") == "verYo", tipo="denegacion")  # written later than any second use would be
    assert len(renglones(m, tipo="uso_de_clave", objeto=objeto)) == 1
    # Another process does not tell it again: the database knows.
    s = Servicio(b, AJUSTES).arrancar()
    s.cliente(c.clave).get("/v1/yo")
    assert s.parar() == 0
    assert len(renglones(m, tipo="uso_de_clave", objeto=objeto)) == 1


def test_negativas(lugar):
    b, m, _ = lugar
    m.local.get(ACTOS, 403)
    r = uno(m, lambda r: r.get("objeto") == "GET " + ACTOS, tipo="denegacion", usuario=m.local.usuario)
    assert r["datos"] == {"operacion": "listarActosSeguridad", "problema": "sin-permiso"} and r["direccion"] == "127.0.0.1"
    # A stranger's invented address is not kept: the route is.
    m.anonimo().get("/v1/expedientes/" + "x" * 80, 401)
    r = uno(m, lambda r: r["datos"].get("operacion") == "verExpediente", tipo="denegacion")
    assert r["objeto"] == "GET /v1/expedientes/{id}" and "actor" not in r and r["datos"]["problema"] == "sin-credencial"


def test_exportaciones(lugar):
    b, m, _ = lugar
    t = m.tramite()
    d = t.documento("local", "solicitud").json
    camino = f"{t.url}/documentos/{d['id']}/contenido"
    m.dgcp.get(camino)
    m.dgcp.pedir("HEAD", camino)
    r = uno(m, lambda r: r.get("objeto") == "GET " + camino, tipo="exportacion")
    assert r["actor"]["usuario"] == m.dgcp.usuario and r["datos"] == {"operacion": "descargarDocumento"}


def test_configuracion(cluster, lanzar):
    b = BaseDatos(cluster).preparar()
    try:
        s = lanzar(b)
        cuenta = lambda: [json.loads(d) for d, in b.sql("select datos from seguridad_acto where tipo = 'configuracion' order by n")]
        esperar(cuenta)
        assert s.parar() == 0
        puerto, carpeta = s.puerto, s.carpeta.name
        otra = lambda **a: Servicio(b, {**s.ajustes, "DICTAMEN_CARPETA_TEMPORAL": carpeta + "/tmp", **a}, puerto=puerto).arrancar()
        igual = otra()
        igual.cliente().get("/livez")
        assert igual.parar() == 0
        assert len(cuenta()) == 1  # the same configuration is not told again
        distinta = otra(DICTAMEN_GRUPO_MAX="32")
        distinta.senal(signal.SIGHUP)
        esperar(lambda: len(cuenta()) == 3)
        assert distinta.parar() == 0
        filas = cuenta()
        assert [f["accion"] for f in filas] == ["arranque", "arranque", "recarga"]
        assert "grupo_max=32" in filas[1]["configuracion"] and "grupo_max=32" not in filas[0]["configuracion"]
        assert "postgresql://" not in json.dumps(filas)  # the connection is a secret
    finally:
        b.borrar()


def test_solo_la_auditoria_lee(lugar):
    _, m, _ = lugar
    m.anonimo().get(ACTOS, 401)
    for quien in ("local", "enlace", "dgcp", "cja", "titular", "administracion", "maquina"):
        assert m.gente[quien].get(ACTOS, 403).slug == "sin-permiso"
    sin_permiso = m.nueva_persona("auditora_b", "sre", "auditoria", ambitos=["expedientes:leer"])
    assert sin_permiso.get(ACTOS, 403).slug == "sin-permiso"


def test_filtros_y_parametros(lugar):
    _, m, _ = lugar
    todo = renglones(m)
    assert [r["n"] for r in todo] == sorted((r["n"] for r in todo), reverse=True)
    medio = todo[len(todo) // 2]
    desde = renglones(m, desde=medio["registrado_en"], tipo=medio["tipo"])
    assert medio["n"] in {r["n"] for r in desde} and all(r["tipo"] == medio["tipo"] for r in desde)
    assert medio["n"] not in {r["n"] for r in renglones(m, hasta=medio["registrado_en"])}
    assert renglones(m, usuario=str(uuid.uuid4())) == []
    for malo in ("tipo=x", "usuario=x", "desde=ayer", "hasta=2026-11-26", "cursor=0", "cursor=x", "cursor=" + "9" * 30, "objeto=", "limite=0", "x=1",
                 "objeto=" + "x" * 201):
        assert m.auditoria.get(f"{ACTOS}?{malo}", 400).slug == "parametro-invalido", malo


def test_nadie_lo_cambia(lugar):
    """Neither role of the service, by grant; not even the owner, by trigger."""
    b, m, _ = lugar
    for rol in ("dictamen_servicio", "dictamen_admin", None):
        for orden in ("update seguridad_acto set datos = '{}'", "delete from seguridad_acto", "truncate seguridad_acto"):
            with closing(b.conectar()) as c, c.cursor() as q:
                if rol:
                    q.execute(f"set role {rol}")
                    q.execute("select set_config('dictamen.rol', 'sistema', false)")
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    q.execute(orden)
    with closing(b.conectar()) as c, c.cursor() as q:
        q.execute("set role dictamen_servicio")
        for quien, ve in (("auditoria", True), ("sistema", True), ("administracion", False), ("dgcp", False), ("", False)):
            q.execute("select set_config('dictamen.rol', %s, false)", (quien,))
            q.execute("select count(*) > 0 from seguridad_acto")
            assert q.fetchone()[0] == ve, quien
        q.execute("select set_config('dictamen.rol', 'auditoria', false)")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            q.execute("insert into seguridad_acto select n + 1000000, tipo, registrado_en, null, null, '', '', '', 1, '{}', anterior, hash"
                      " from seguridad_acto limit 1")


def test_una_avalancha_no_lo_llena(cluster, lanzar):
    """Equal refusals are counted, different ones are rationed, and what is not told one by one is told as a number."""
    b = BaseDatos(cluster).preparar()
    try:
        s = lanzar(b, {"DICTAMEN_PROXIES_CONFIABLES": "127.0.0.1"})
        c = s.cliente()
        for _ in range(300):
            c.get("/v1/yo", 401)
        for i in range(300):  # as many addresses as one likes to invent
            c.get("/v1/yo", 401, encabezados={"X-Forwarded-For": f"198.51.{i // 250}.{i % 250 + 1}"})
        metrica = next(x for x in s.cliente().get("/metrics").body.decode().splitlines() if x.startswith("dictamend_seguridad_perdidos_total "))
        assert s.parar() == 0  # writes what is left
        filas = [(t, d, v, json.loads(x)) for t, d, v, x in b.sql("select tipo, direccion, veces, datos from seguridad_acto order by n")]
        negadas = [f for f in filas if f[0] == "denegacion"]
        assert sum(v for _, d, v, _ in negadas if d == "127.0.0.1") == 300 and len([1 for f in negadas if f[1] == "127.0.0.1"]) <= 8
        perdidas = [f for f in filas if f[0] == "perdida"]
        assert perdidas and len(perdidas) <= 8 and int(metrica.split()[1]) > 0
        assert sum(v for _, _, v, _ in negadas) + sum(x["denegacion"] for _, _, _, x in perdidas) == 600
        assert len(negadas) < 120 and any('"seguridad_perdidos"' in json.dumps(x) for x in s.lineas())
        assert b.verificar().returncode == 0
    finally:
        b.borrar()


def test_un_byte_cambiado_se_halla(cluster):
    """dictamenctl verificar names the first broken link, whatever was done to it."""
    b = BaseDatos(cluster).preparar()
    try:
        org = b.organizacion("Ayuntamiento de Prueba", "municipal", "14", "Prueba")
        for i in range(4):
            b.usuario(org, f"Persona {i}", "gobierno_local")
        p = b.verificar()
        total = p.lineas[-1]["actos_seguridad"]
        assert p.returncode == 0 and total == b.sql("select count(*) from seguridad_acto")[0][0] >= 6

        def tocar(orden):
            b.sql("alter table seguridad_acto disable trigger all")
            b.sql("create table copia as select * from seguridad_acto")
            b.sql(orden)
            r = b.verificar()
            b.sql("delete from seguridad_acto")
            b.sql("insert into seguridad_acto select * from copia")
            b.sql("drop table copia")
            b.sql("alter table seguridad_acto enable trigger all")
            return r.returncode, r.lineas[-1]

        for orden, n in (("update seguridad_acto set datos = replace(datos, 'Persona 1', 'Persona 9') where datos like '%Persona 1%'", 4),
                         ("update seguridad_acto set registrado_en = registrado_en + interval '1 microsecond' where n = 2", 2),
                         ("update seguridad_acto set direccion = '192.0.2.1' where n = 3", 3),
                         ("update seguridad_acto set usuario_id = gen_random_uuid() where n = 3", 3),
                         ("update seguridad_acto set veces = 2 where n = 5", 5),
                         ("update seguridad_acto set tipo = 'rol' where n = 1", 1),
                         ("update seguridad_acto set tipo = 'inventado' where n = 1", 1),
                         ("delete from seguridad_acto where n = 3", 3),
                         ("update seguridad_acto set anterior = set_byte(anterior, 0, get_byte(anterior, 0) # 1) where n = 4", 4),
                         ("update seguridad_acto set hash = set_byte(hash, 31, get_byte(hash, 31) # 1) where n = 4", 4)):
            codigo, linea = tocar(orden)
            assert codigo == 1 and linea["integro"] is False and linea["seguridad"] == n and linea["difiere"], orden
        assert b.verificar().returncode == 0
    finally:
        b.borrar()


def test_la_base_ausente_no_pierde_lo_anotado(cluster_propio, lanzar):
    """What is refused from memory while the database is away is written when it is back; the service answers meanwhile."""
    b = con_gente(cluster_propio)
    s = lanzar(b)
    m = Mundo(b, s)
    m.local.get("/v1/yo")
    cluster_propio.detener()
    m.anonimo().pedir("GET", "/v1/yo")
    cluster_propio.arrancar()
    s.esperar_listo()
    m.anonimo().get("/v1/calendario/avisos")
    m.dgcp.get(ACTOS, 403)
    uno(m, lambda r: r.get("objeto") == "GET " + ACTOS, tipo="denegacion", usuario=m.dgcp.usuario)
    assert b.verificar().returncode == 0
