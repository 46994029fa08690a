"""Administration by the API: what dictamenctl does, with every change in the security journal."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg2
import pytest

from support.servicio import BaseDatos
from support.tramite import Mundo, con_gente

ORG, USR, SEG = "/v1/organizaciones", "/v1/usuarios", "/v1/seguridad/actos"


@pytest.fixture(scope="module")
def adm(mundo):
    return mundo.administracion


def diario(m, **consulta):
    return m.auditoria.get(SEG, consulta={"limite": 100, **consulta}).json["datos"]


def esperar(f, plazo=5):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin and not f():
        time.sleep(0.1)
    return f()


def nueva(adm, **cambios):
    return adm.post(ORG, {"nombre": f"Ayuntamiento {uuid.uuid4().hex[:8]}", "nivel": "municipal", "cve_ent": "14", "municipio": "Tonalá", **cambios})


def persona(adm, org, rol="gobierno_local", **cambios):
    return adm.post(USR, {"organizacion": org, "nombre": "Persona nueva", "rol": rol, **cambios})


def test_una_organizacion_de_principio_a_fin(mundo, adm):
    r = nueva(adm, siglas="TON")
    o = r.json
    url = r.headers["Location"]
    assert url == f"{ORG}/{o['id']}" and o["activa"] and o["version"] == 1 and o["siglas"] == "TON"
    v = adm.get(url)
    assert v.etag == '"1"' and v.json == o
    adm.get(url, 304, encabezados={"If-None-Match": '"1"'})
    u = persona(adm, o["id"], correo="x@tonala.gob.mx").json
    assert u["organizacion"] == o["id"] and u["activo"] and not u["maquina"]
    k = adm.post(f"{USR}/{u['id']}/claves", {"ambitos": ["expedientes:leer", "directorio:leer"], "vence": "2027-12-31"}).json
    c = mundo.servicio.cliente(k["clave"])
    yo = c.get("/v1/yo").json
    assert yo["usuario"]["id"] == u["id"] and set(yo["ambitos"]) == set(k["ambitos"]) == {"expedientes:leer", "directorio:leer"}
    lista = adm.get(f"{USR}/{u['id']}/claves").json["datos"]
    assert [x["id"] for x in lista] == [k["id"]] and "clave" not in lista[0] and k["clave"] not in str(lista)
    # Inactive: the keys stop.
    baja = adm.patch(url, {"activa": False, "siglas": None}, if_match='"1"')
    assert baja.etag == '"2"' and not baja.json["activa"] and "siglas" not in baja.json
    assert esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)
    assert persona_rechazada(adm, o["id"]) == "organizacion-inactiva"
    filas = diario(mundo, objeto=f"organizacion/{o['id']}")
    assert [f["datos"]["accion"] for f in filas] == ["cambio", "alta"]
    assert filas[0]["actor"] == {"organizacion": adm.organizacion, "rol": "administracion", "usuario": adm.usuario}
    assert filas[0]["datos"]["antes"]["activa"] and not filas[0]["datos"]["despues"]["activa"] and filas[0]["direccion"] == "127.0.0.1"
    k_diario = diario(mundo, objeto=f"clave/{k['id']}", tipo="clave")
    assert k_diario[0]["datos"] == {"accion": "alta", "ambitos": "expedientes:leer,directorio:leer", "usuario": u["id"],
                                    "expira_en": k_diario[0]["datos"]["expira_en"]}
    assert k["clave"] not in str(diario(mundo))


def persona_rechazada(adm, org, rol="gobierno_local", espera=409):
    return adm.post(USR, {"organizacion": org, "nombre": "Nadie", "rol": rol}, espera).slug


def test_revocar_una_clave(mundo, adm):
    u = persona(adm, mundo.org["guadalajara"]).json["id"]
    k = adm.post(f"{USR}/{u}/claves", {}).json
    c = mundo.servicio.cliente(k["clave"])
    assert set(c.get("/v1/yo").json["ambitos"]) == {"expedientes:leer", "expedientes:presentar", "directorio:leer", "eventos:suscribir"}
    otra = f"{USR}/{mundo.local.usuario}/claves/{k['id']}"
    adm.pedir("DELETE", otra, espera=404)  # somebody else's
    for _ in range(2):
        adm.pedir("DELETE", f"{USR}/{u}/claves/{k['id']}", espera=204)
    assert esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)
    assert "revocada_en" in adm.get(f"{USR}/{u}/claves").json["datos"][0]
    assert [f["datos"]["accion"] for f in diario(mundo, objeto=f"clave/{k['id']}", tipo="clave")] == ["revocacion", "alta"]
    for malo in ("x", str(uuid.uuid4())):
        adm.pedir("DELETE", f"{USR}/{u}/claves/{malo}", espera=404)
        adm.get(f"{USR}/{malo}/claves", 404)
    assert adm.post(f"{USR}/{u}/claves", {"ambitos": ["expedientes:tramitar"]}, 422).slug == "cuerpo-invalido"
    assert adm.post(f"{USR}/{u}/claves", {"vence": "2020-01-01"}, 422).slug == "cuerpo-invalido"
    assert adm.get(f"{USR}/{u}/claves?cursor=x", 400).slug == "parametro-invalido"


def test_paginas_de_claves(mundo, adm):
    u = persona(adm, mundo.org["guadalajara"]).json["id"]
    hechas = [adm.post(f"{USR}/{u}/claves", {}).json["id"] for _ in range(3)]
    assert [x["id"] for x in adm.todos(f"{USR}/{u}/claves", limite=1)] == sorted(hechas)


def test_cambiar_el_papel(mundo, adm):
    u = persona(adm, mundo.org["sre"], "cja").json
    r = adm.patch(f"{USR}/{u['id']}", {"rol": "cja_titular"}, if_match=1)
    assert r.json["rol"] == "cja_titular" and r.etag == '"2"'
    adm.get(f"{USR}/{u['id']}", 304, encabezados={"If-None-Match": '"2"'})
    f = diario(mundo, tipo="rol", objeto=f"usuario/{u['id']}")
    assert len(f) == 1 and (f[0]["datos"]["antes"]["rol"], f[0]["datos"]["despues"]["rol"]) == ("cja", "cja_titular")
    # The role must fit the organisation, and nothing else changes by the way.
    e = adm.patch(f"{USR}/{u['id']}", {"rol": "gobierno_local"}, 422, if_match=2)
    assert e.json["errors"][0]["pointer"] == "/rol"
    for malo in ({"organizacion": mundo.org["zapopan"]}, {"maquina": True}, {"rol": None}, {"nombre": ""}, {"correo": "x"}, {"rol": "jefe"}):
        assert adm.patch(f"{USR}/{u['id']}", malo, 422, if_match=2).slug == "cuerpo-invalido", malo
    # What is the same already changes nothing and leaves no row.
    assert adm.patch(f"{USR}/{u['id']}", {"rol": "cja_titular"}, if_match=2).etag == '"2"'
    assert len(diario(mundo, objeto=f"usuario/{u['id']}")) == 2


def test_versiones(mundo, adm):
    o = nueva(adm).json["id"]
    u = persona(adm, o).json["id"]
    for url, cambio in ((f"{ORG}/{o}", {"nombre": "Otro nombre"}), (f"{USR}/{u}", {"nombre": "Otro nombre"})):
        assert adm.patch(url, cambio, 428).slug == "falta-if-match"
        assert adm.patch(url, cambio, 412, if_match='"7"').slug == "version-obsoleta"
        assert adm.patch(url, cambio, 412, if_match='"x"').slug == "version-obsoleta"
        assert adm.patch(url, cambio, if_match="*").json["version"] == 2
        assert adm.patch(url, {"nombre": "Y otro"}, 412, if_match='"1"').slug == "version-obsoleta"
        assert adm.get(url).json["nombre"] == "Otro nombre"
        adm.patch(url, b"{", 400, if_match=2, tipo="application/merge-patch+json")


def test_idempotencia(mundo, adm):
    clave = str(uuid.uuid4())
    cuerpo = {"nombre": "Ayuntamiento repetido " + clave[:8], "nivel": "municipal", "cve_ent": "14"}
    a, b = (adm.post(ORG, cuerpo, idempotencia=clave) for _ in range(2))
    assert a.json == b.json and b.headers["Idempotency-Replayed"] == "true" and a.headers["Location"] == b.headers["Location"]
    assert adm.post(ORG, {**cuerpo, "siglas": "X"}, 422, idempotencia=clave).slug == "idempotencia-otro-cuerpo"
    assert len(diario(mundo, objeto=f"organizacion/{a.json['id']}")) == 1
    u = persona(adm, a.json["id"]).json["id"]
    clave = str(uuid.uuid4())
    uno, dos = (adm.post(f"{USR}/{u}/claves", {}, idempotencia=clave) for _ in range(2))
    assert uno.json["clave"].startswith("dk_") and "clave" not in dos.json and dos.json["id"] == uno.json["id"]  # shown once
    assert len(adm.get(f"{USR}/{u}/claves").json["datos"]) == 1
    assert uno.json["clave"] not in str(mundo.base.sql("select cuerpo from idempotencia"))


def test_dominios(mundo, adm):
    o, otra = nueva(adm).json["id"], nueva(adm).json["id"]
    d = f"x{uuid.uuid4().hex[:8]}.gob.mx"
    assert adm.post(f"{ORG}/{o}/dominios", {"dominio": d, "subdominios": True}).json == {"dominio": d, "subdominios": True}
    assert adm.get(f"{ORG}/{o}/dominios").json["datos"] == [{"dominio": d, "subdominios": True}]
    assert adm.post(f"{ORG}/{otra}/dominios", {"dominio": d}, 409).slug == "ya-existe"
    for malo in ("*.gob.mx", "gob", "-x.mx", "x y.mx"):
        assert adm.post(f"{ORG}/{o}/dominios", {"dominio": malo}, 422).slug == "cuerpo-invalido"
    adm.pedir("DELETE", f"{ORG}/{otra}/dominios/{d}", espera=404)
    adm.pedir("DELETE", f"{ORG}/{o}/dominios/{d}", espera=204)
    adm.pedir("DELETE", f"{ORG}/{o}/dominios/{d}", espera=404)
    assert [f["datos"]["accion"] for f in diario(mundo, objeto=f"organizacion/{o}")] == ["baja_dominio", "alta_dominio", "alta"]


@pytest.mark.parametrize("cuerpo,puntero", [
    ({}, "/nombre"), ({"nombre": "x", "nivel": "comarcal"}, "/nivel"), ({"nombre": "x", "nivel": "municipal"}, "/cve_ent"),
    ({"nombre": "x", "nivel": "municipal", "cve_ent": "33"}, "/cve_ent"), ({"nombre": "x", "nivel": "federal", "cve_ent": "14"}, "/cve_ent"),
    ({"nombre": "x" * 301, "nivel": "federal"}, "/nombre"), ({"nombre": "a\nb", "nivel": "federal"}, "/nombre"), ({"nombre": "x", "nivel": "federal", "id": "1"}, "/id"),
    ({"nombre": "x", "nivel": "federal", "activa": False}, "/activa")])
def test_malas_organizaciones(mundo, adm, cuerpo, puntero):
    antes = mundo.base.sql("select count(*) from organizacion")
    r = adm.post(ORG, cuerpo, 422)
    assert r.slug == "cuerpo-invalido" and puntero in [e["pointer"] for e in r.json["errors"]]
    assert mundo.base.sql("select count(*) from organizacion") == antes


def test_personas_de_una_organizacion(mundo, adm):
    o = nueva(adm).json["id"]
    suyas = {persona(adm, o).json["id"] for _ in range(2)}
    assert {x["id"] for x in adm.todos(USR, {"organizacion": o}, limite=1)} == suyas
    assert mundo.local.get(USR, consulta={"organizacion": o}).json["datos"] == []  # what one does not see is not asked for this way either
    e = adm.get(USR, 400, consulta={"organizacion": "x"})
    assert e.slug == "parametro-invalido" and e.json["errors"][0]["pointer"] == "/organizacion"


def test_malas_personas(mundo, adm):
    for cuerpo, puntero in (({}, "/nombre"), ({"nombre": "x", "rol": "dgcp", "organizacion": mundo.org["zapopan"]}, "/rol"),
                            ({"nombre": "x", "rol": "enlace_estatal", "organizacion": mundo.org["zapopan"]}, "/rol"),
                            ({"nombre": "x", "rol": "gobierno_local", "organizacion": mundo.org["sre"]}, "/rol"),
                            ({"nombre": "x", "rol": "dgcp", "organizacion": mundo.org["sre"], "correo": "no es"}, "/correo")):
        r = adm.post(USR, cuerpo, 422)
        assert puntero in [e["pointer"] for e in r.json["errors"]], cuerpo
    adm.post(USR, {"nombre": "x", "rol": "dgcp", "organizacion": str(uuid.uuid4())}, 404)
    for url in (ORG, USR):
        adm.get(f"{url}/{uuid.uuid4()}", 404)
        adm.get(f"{url}/x", 404)
        adm.patch(f"{url}/{uuid.uuid4()}", {"nombre": "x"}, 404, if_match=1)


def test_la_ultima_administracion_no_se_quita(cluster, lanzar):
    b = con_gente(cluster)
    try:
        m = Mundo(b, lanzar(b))
        yo = f"{USR}/{m.administracion.usuario}"
        for cambio in ({"activo": False}, {"rol": "dgcp"}):
            assert m.administracion.patch(yo, cambio, 409, if_match=1).slug == "ultima-administracion"
        assert m.administracion.patch(f"{ORG}/{m.org['sre']}", {"activa": False}, 409, if_match=1).slug == "ultima-administracion"
        assert b.ctl("usuario", "baja", "--id", m.administracion.usuario, verifica=False).returncode == 1
        assert m.administracion.get(yo).json["version"] == 1 and m.administracion.get(yo).json["activo"]
        # A second one makes it possible; then the second is the last.
        otra = persona(m.administracion, m.org["sre"], "administracion").json["id"]
        m.administracion.patch(yo, {"activo": False}, if_match=1)
        assert esperar(lambda: m.administracion.pedir("GET", "/v1/yo").status == 401)
        assert b.ctl("usuario", "baja", "--id", otra, verifica=False).returncode == 1
        assert b.verificar().returncode == 0
    finally:
        b.borrar()


def test_dos_administraciones_no_se_quitan_a_la_vez(cluster, lanzar):
    """Each by another instance, at the same moment: one stays, every time; and the one chain of both is whole."""
    b = con_gente(cluster)
    try:
        m = Mundo(b, lanzar(b))
        otro = lanzar(b)
        for _ in range(5):
            nuevas = []
            for servicio in (m.servicio, otro):
                u = persona(m.administracion, m.org["sre"], "administracion").json["id"]
                nuevas.append((u, servicio.cliente(m.administracion.post(f"{USR}/{u}/claves", {}).json["clave"])))
            (a, de_a), (z, de_z) = nuevas
            m.administracion.patch(f"{USR}/{m.administracion.usuario}", {"activo": False}, if_match="*")
            with ThreadPoolExecutor(2) as e:
                r = list(e.map(lambda x: x[0].pedir("PATCH", f"{USR}/{x[1]}", {"activo": False}, if_match="*").status, ((de_a, z), (de_z, a))))
            activas = b.sql("select count(*) from usuario where rol = 'administracion' and activo")[0][0]
            assert activas == 1 and sorted(r)[0] == 200 and sorted(r)[1] in (200, 401, 409), r
            b.sql("update usuario set activo = true where id = %s", m.administracion.usuario)
            b.sql("update usuario set activo = false where id in (%s, %s)", a, z)
            assert esperar(lambda: m.administracion.pedir("GET", "/v1/yo").status == 200)
        p = b.verificar()
        assert p.returncode == 0, p.stdout
    finally:
        b.borrar()


def test_una_sola_cadena_para_todos(cluster, lanzar):
    """Two instances and the console write at once: every change is there once, in one unbroken chain."""
    b = con_gente(cluster)
    try:
        m = Mundo(b, lanzar(b))
        otro = lanzar(b)
        antes = b.sql("select count(*) from seguridad_acto where tipo = 'usuario'")[0][0]

        def altas(k):
            if k == 0:
                return [b.usuario(m.org["zapopan"], f"Consola {i}", "gobierno_local") for i in range(5)]
            c = m.administracion.otro(puerto=(m.servicio, otro)[k % 2].puerto)
            return [persona(c, m.org["zapopan"]).json["id"] for _ in range(20)]
        with ThreadPoolExecutor(5) as e:
            hechas = [u for lista in e.map(altas, range(5)) for u in lista]
        filas = [o for o, in b.sql("select objeto from seguridad_acto where tipo = 'usuario' order by n offset %s", antes)]
        assert sorted(filas) == sorted("usuario/" + u for u in hechas) and len(hechas) == 85
        for servicio in (m.servicio, otro):  # each still has to write down what it saw of late
            assert servicio.parar() == 0
        p = b.verificar()
        assert p.returncode == 0 and p.lineas[-1]["actos_seguridad"] == b.sql("select max(n) from seguridad_acto")[0][0]
    finally:
        b.borrar()


def test_calendario(cluster, lanzar):
    b = BaseDatos(cluster).preparar(calendario=False)
    try:
        m = Mundo(b, lanzar(b))
        adm = m.administracion
        r = adm.post("/v1/calendario/cargas", {}).json
        assert r["version"] == 1 and r["dias"] > 100 and r["anios"] > 0
        assert adm.post("/v1/calendario/cargas", {}).json == {"dias": 0, "anios": 0}
        tabla = "fecha,tipo,motivo,fuente,origen\n2031-03-18,inhabil,Prueba,DOF,sre\n"
        assert adm.post("/v1/calendario/cargas", {"dias": tabla}, 422).json["errors"][0]["pointer"] == "/fuente"
        assert adm.post("/v1/calendario/cargas", {"dias": tabla, "fuente": "Acuerdo"}).json == {"version": 2, "dias": 1, "anios": 0}
        assert esperar(lambda: any(d["fecha"] == "2031-03-18" for d in m.anonimo().get("/v1/calendario/2031").json["dias"]))
        malas = "2031-02-30,inhabil,x,y,sre\r\n02/01/2031,inhabil,x,y,sre\r\n2031-01-03,inhabil,,y,sre\n2031-01-04,inhabil\n2031-01-05,inhabil,a\"b,y,sre\n"
        e = adm.post("/v1/calendario/cargas", {"dias": tabla + malas, "anios": "anio,fuente\n31,x\n", "fuente": "Acuerdo"}, 422)
        assert [(x["pointer"], x["detail"].split(":")[0]) for x in e.json["errors"]] == [
            ("/dias", f"Línea {n}") for n in range(3, 8)] + [("/anios", "Línea 2")]
        e = adm.post("/v1/calendario/cargas", {"dias": "fecha;tipo;motivo;fuente;origen\n", "fuente": "Acuerdo"}, 422)
        assert "punto y coma" in e.json["errors"][0]["detail"]
        assert adm.post("/v1/calendario/cargas", {"dias": "", "fuente": "Acuerdo"}, 422).slug == "cuerpo-invalido"
        m.dgcp.post("/v1/calendario/avisos", {"tipo": "suspension", "fuente": "DOF", "motivo": "x", "fechas": ["2031-05-06"]})
        assert [(f["datos"]["accion"], f["datos"]["version"], f["actor"]["rol"]) for f in diario(m, tipo="calendario")] == [
            ("suspension", 3, "dgcp"), ("carga", 2, "administracion"), ("carga", 1, "administracion")]
    finally:
        b.borrar()


def test_solo_la_administracion(mundo, adm):
    o, u = mundo.org["guadalajara"], mundo.local.usuario
    solo_lee = mundo.nueva_persona("adm_lectora", "sre", "administracion", ambitos=["directorio:leer"])
    antes = mundo.base.sql("select count(*) from organizacion"), mundo.base.sql("select count(*) from usuario"), mundo.base.sql("select count(*) from clave_api")
    for quien in [mundo.gente[n] for n in ("local", "enlace", "dgcp", "cja", "titular", "auditoria")] + [solo_lee]:
        assert quien.post(ORG, {"nombre": "x", "nivel": "federal"}, 403).slug == "sin-permiso"
        quien.patch(f"{ORG}/{o}", {"nombre": "x"}, 403, if_match="*")
        quien.get(f"{ORG}/{o}/dominios", 403)
        quien.post(f"{ORG}/{o}/dominios", {"dominio": "x.gob.mx"}, 403)
        quien.pedir("DELETE", f"{ORG}/{o}/dominios/x.gob.mx", espera=403)
        quien.post(USR, {"nombre": "x", "rol": "dgcp", "organizacion": o}, 403)
        quien.patch(f"{USR}/{u}", {"nombre": "x"}, 403, if_match="*")
        quien.get(f"{USR}/{u}/claves", 403)
        quien.post(f"{USR}/{u}/claves", {}, 403)
        quien.pedir("DELETE", f"{USR}/{u}/claves/{mundo.claves['local'][0]}", espera=403)
    assert antes == (mundo.base.sql("select count(*) from organizacion"), mundo.base.sql("select count(*) from usuario"),
                     mundo.base.sql("select count(*) from clave_api"))
    # Whom one sees in the directory, one can look at; nobody else exists.
    mundo.local.get(f"{ORG}/{o}")
    mundo.local.get(f"{ORG}/{mundo.org['zapopan']}", 404)
    mundo.local.get(f"{USR}/{mundo.dgcp.usuario}", 404)
    mundo.local.get(f"{USR}/{u}")


def test_la_base_tampoco_lo_permite_fuera_de_ahi(base, mundo):
    """The service's role writes the directory only as the service itself, and never changes what files depend on."""
    for rol in ("administracion", "gobierno_local", ""):
        with closing(base.conectar()) as c, c.cursor() as q:
            q.execute("set role dictamen_servicio")
            q.execute("select set_config('dictamen.rol', %s, false)", (rol,))
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                q.execute("insert into organizacion (id, nombre, nivel) values (gen_random_uuid(), 'x', 'federal')")
            q.execute("update usuario set activo = false")
            assert q.rowcount == 0
    with closing(base.conectar()) as c, c.cursor() as q:
        q.execute("set role dictamen_servicio")
        q.execute("select set_config('dictamen.rol', 'sistema', false)")
        for orden in ("update organizacion set cve_ent = '01'", "update organizacion set nivel = 'federal'", "update usuario set organizacion_id = id",
                      "update clave_api set sha256 = sha256", "update clave_api set ambitos = '{}'", "delete from usuario", "delete from clave_api"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                q.execute(orden)
