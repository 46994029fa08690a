"""Jobs as callers see them: born with their act, progress, the result, who may see what."""

import threading
import time
import uuid

import pytest
from support.tramite import Mundo, con_gente


def terminado(quien, url, plazo=60):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        r = quien.get(url)
        if r.json["estado"] in ("hecho", "fallido"):
            assert "Retry-After" not in r.headers
            return r.json
        assert int(r.headers["Retry-After"]) >= 1 and r.headers["Cache-Control"] == "private, no-store"
        time.sleep(0.05)
    raise AssertionError(r.json)


def trabajos(t, quien=None, clase="revisar_copia"):
    return [x for x in (quien or t.m.dgcp).get(t.url + "/trabajos").json["datos"] if x["clase"] == clase]


@pytest.fixture
def sin_obreros(cluster, lanzar):
    """A service that does no jobs, so that they can be looked at as they wait: (database, service, people)."""
    b = con_gente(cluster)
    s = lanzar(b, {"DICTAMEN_HILOS_TRABAJOS": "0"})
    yield b, s, Mundo(b, s)


def test_nace_con_su_acto_y_se_hace(mundo):
    t = mundo.tramite().hasta("respondido")
    assert trabajos(t) == []
    t.remitir_copia()
    uno, = trabajos(t)
    assert (uno["clase"], uno["acto"], uno["expediente"]) == ("revisar_copia", t.version, t.id)
    assert "resultado" not in uno
    hecho = terminado(mundo.dgcp, f"/v1/trabajos/{uno['id']}")
    assert hecho["estado"] == "hecho" and hecho["intentos"] == 1 and hecho["terminado_en"], hecho
    assert hecho["resultado"]["documento"]["integro"] is True
    folio = t.ver()["folio"]
    assert uno["id"] in [x["id"] for x in mundo.dgcp.get(f"/v1/expedientes/{folio}/trabajos").json["datos"]]


def test_un_acto_perdido_no_deja_trabajo(sin_obreros):
    """Eight clerks send the copy at the same instant: one act, one job."""
    b, _, m = sin_obreros
    t = m.tramite().hasta("respondido")
    t.documento(t.local, "copia_firmada")
    salidas, barrera = [], threading.Barrier(8)

    def pedir():
        q = m.local.otro()
        barrera.wait()
        salidas.append(q.post(t.url + "/actos", {"acto": "remitir_copia", "datos": {"fecha_suscripcion": "2026-01-05", "lugar_suscripcion": "Kioto"}}, None,
                              if_match=t.version).status)
        q.cerrar()

    hilos = [threading.Thread(target=pedir) for _ in range(8)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert sorted(salidas) == [201] + [412] * 7
    assert b.sql("select count(*), min(n) from trabajo where expediente_id = %s and clase = 'revisar_copia'", t.id) == [(1, t.version + 1)]


def test_avance_a_la_vista(sin_obreros):
    b, _, m = sin_obreros
    t = m.tramite().hasta("copia_recibida")
    j, = trabajos(t)
    assert j["estado"] == "pendiente" and j["avance"] == {"hechas": 0, "total": 0, "texto": ""} and j["intentos"] == 0
    b.sql("update trabajo set estado = 'en_curso', hechas = 3, total = 12, avance = 'Página 3 de 12' where id = %s", j["id"])
    v = m.cja.get(f"/v1/trabajos/{j['id']}")
    assert v.json["estado"] == "en_curso" and v.json["avance"] == {"hechas": 3, "total": 12, "texto": "Página 3 de 12"}
    assert int(v.headers["Retry-After"]) >= 1
    assert int(m.cja.get(t.url + "/trabajos").headers["Retry-After"]) >= 1


def test_el_problema_en_el_idioma_de_quien_pregunta(sin_obreros):
    b, _, m = sin_obreros
    t = m.tramite().hasta("copia_recibida")
    j, = trabajos(t)
    b.sql("update trabajo set estado = 'fallido', terminado_en = now(), problema = 'trabajo-agotado', detalle = %s where id = %s",
          ["No terminó.", "It did not end.", "Revise a mano.", "Review by hand."], j["id"])
    url = f"/v1/trabajos/{j['id']}"
    assert m.dgcp.get(url).json["problema"] == {"codigo": "trabajo-agotado", "detalle": "No terminó.", "que_hacer": "Revise a mano."}
    ingles = m.dgcp.pedir("GET", url, encabezados={"Accept-Language": "en"}).json["problema"]
    assert ingles == {"codigo": "trabajo-agotado", "detalle": "It did not end.", "que_hacer": "Review by hand."}


def test_quien_puede_verlo(sin_obreros):
    """Rule 11: to whoever may not see the file or the class the job does not exist; rule 10: the local government sees its part alone."""
    b, _, m = sin_obreros
    t = m.tramite(compartir_con_estado=True).hasta("copia_recibida")
    j, = trabajos(t)
    b.sql("update trabajo set estado = 'hecho', terminado_en = now(), resultado = '{\"entero\":true}', resultado_local = '{\"parte\":true}' where id = %s", j["id"])
    url = f"/v1/trabajos/{j['id']}"
    for quien in (m.dgcp, m.cja, m.titular, m.auditoria):
        assert quien.get(url).json["resultado"] == {"entero": True}
    for quien in (m.local, m.local_b):
        assert quien.get(url).json["resultado"] == {"parte": True}
        assert len(trabajos(t, quien)) == 1
    ausente = m.dgcp.get("/v1/trabajos/" + str(uuid.uuid4()), 404)
    for quien in (m.zapopan, m.merida, m.enlace):
        r = quien.get(url, 404)
        assert r.slug == "no-encontrado" and r.json["detail"] == ausente.json["detail"]
    assert trabajos(t, m.enlace) == []  # it sees the file, not this class
    for quien in (m.zapopan, m.merida):
        assert quien.get(t.url + "/trabajos", 404).slug == "no-encontrado"
    assert m.administracion.get(url, 403).slug == "sin-permiso"
    m.anonimo().get(url, 401)


def test_solicitudes_malas(mundo):
    t = mundo.tramite().hasta("presentado")
    for camino in ("/v1/trabajos/nada", "/v1/trabajos/" + str(uuid.uuid4()), "/v1/expedientes/nada/trabajos"):
        assert mundo.dgcp.get(camino, 404).slug == "no-encontrado"
    assert mundo.dgcp.get(t.url + "/trabajos?x=1", 400).slug == "parametro-invalido"
    assert mundo.dgcp.get(f"/v1/trabajos/{uuid.uuid4()}?x=1", 400).slug == "parametro-invalido"


def test_el_servicio_no_escribe_por_otros(sin_obreros):
    """Row-level security, the second lock: a caller's scope reads its own and writes nothing; not even the service deletes."""
    b, _, m = sin_obreros
    t = m.tramite().hasta("copia_recibida")
    from support.servicio import ROL_SERVICIO
    c = b.conectar(ROL_SERVICIO)
    q = c.cursor()
    q.execute("set role dictamen_servicio")

    def alcance(rol, org=""):
        q.execute("select set_config('dictamen.rol', %s, false), set_config('dictamen.organizacion', %s, false), set_config('dictamen.entidad', '14', false)", (rol, org))

    alcance("gobierno_local", m.zapopan.organizacion)
    q.execute("select count(*) from trabajo where expediente_id = %s and clase = 'revisar_copia'", (t.id,))
    assert q.fetchone() == (0,)
    alcance("gobierno_local", m.local.organizacion)
    q.execute("select count(*) from trabajo where expediente_id = %s and clase = 'revisar_copia'", (t.id,))
    assert q.fetchone() == (1,)
    q.execute("update trabajo set avance = 'x'")
    assert q.rowcount == 0
    for texto in ("delete from trabajo", "update trabajo set clase = 'x'",
                  f"insert into trabajo (id, expediente_id, n, clase, creado_en, actualizado_en) values (gen_random_uuid(), '{t.id}', 1, 'x', now(), now())"):
        with pytest.raises(Exception, match="permission denied|row-level security"):
            q.execute(texto)
    c.close()


@pytest.mark.parametrize("como", ["kill", "term"])
def test_lo_que_queda_lo_hace_el_siguiente(sin_obreros, lanzar, como):
    """The service that owed the work is gone, killed or stopped; another one does it."""
    b, s, m = sin_obreros
    t = m.tramite().hasta("copia_recibida")
    j, = trabajos(t)
    if como == "kill":
        s.matar()
    else:
        assert s.parar() == 0
    otro = lanzar(b)
    assert terminado(m.en_puerto(otro).dgcp, f"/v1/trabajos/{j['id']}")["estado"] == "hecho"


def test_dos_instancias_una_vez_cada_trabajo(cluster, lanzar):
    b = con_gente(cluster)
    una, otra = lanzar(b), lanzar(b)
    m = Mundo(b, una)
    for _ in range(6):
        m.tramite().hasta("copia_recibida")
    fin = time.monotonic() + 60
    while b.sql("select count(*) from trabajo where estado <> 'hecho'") != [(0,)] and time.monotonic() < fin:
        time.sleep(0.05)
    assert b.sql("select count(*), max(tomas), max(intentos) from trabajo where estado = 'hecho' and clase = 'revisar_copia'") == [(6, 1, 1)]
    hechos = sum(1 for s in (una, otra) for x in s.lineas() if x.get("event") == "trabajo")
    assert [(hechos,)] == b.sql("select count(*) from trabajo")
