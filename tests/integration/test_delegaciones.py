"""A state's liaison acting for its municipalities: granted, in force, written in every act, revoked; in the program and in the database alike."""

import hashlib
import time
import uuid
from datetime import timedelta

import pytest

from support.tramite import Tramite, datos_completos, hoy


def dia(n):
    return (hoy() + timedelta(days=n)).isoformat()


def esperar(f, plazo=5):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin and not f():
        time.sleep(0.1)
    return f()


class Partes:
    """A municipality and its state, with people of their own."""

    def __init__(self, mundo):
        self.m, adm = mundo, mundo.administracion
        org = lambda **mas: adm.post("/v1/organizaciones", {"nombre": f"Prueba {mas['nivel']} {uuid.uuid4().hex[:8]}", **mas}).json["id"]
        self.municipio, self.vecino = (org(nivel="municipal", cve_ent="19", municipio=n) for n in ("Apodaca", "Linares"))
        self.estado, self.otro_estado = org(nivel="estatal", cve_ent="19"), org(nivel="estatal", cve_ent="28")
        self.local, self.local_vecino = self.persona(self.municipio, "gobierno_local"), self.persona(self.vecino, "gobierno_local")
        self.enlace, self.enlace_otro = self.persona(self.estado, "enlace_estatal"), self.persona(self.otro_estado, "enlace_estatal")
        self.nombre = "p" + self.municipio
        mundo.gente[self.nombre] = self.local

    def persona(self, org, rol):
        adm = self.m.administracion
        u = adm.post("/v1/usuarios", {"organizacion": org, "nombre": f"Persona {rol}", "rol": rol}).json["id"]
        c = self.m.servicio.cliente(adm.post(f"/v1/usuarios/{u}/claves", {}).json["clave"])
        c.usuario, c.organizacion = u, org
        return c

    @property
    def url(self):
        return f"/v1/organizaciones/{self.municipio}/delegaciones"

    def otorgar(self, quien=None, espera=201, **cambios):
        return (quien or self.local).post(self.url, {"enlace": self.estado, "desde": dia(0), "hasta": dia(30), "motivo": "Convenio de prueba", **cambios}, espera)

    def por(self):
        return {"Actuar-Por": self.municipio}

    def actua(self):
        """The liaison, acting for the municipality, as the client of a Tramite."""
        c = self.enlace.otro()
        pedir = c.pedir
        c.pedir = lambda metodo, camino, cuerpo=None, encabezados=None, **mas: pedir(metodo, camino, cuerpo, {**self.por(), **(encabezados or {})}, **mas)
        return c


@pytest.fixture
def partes(mundo):
    return Partes(mundo)


def expediente(p, **cambios):
    return Tramite(p.m, p.nombre, denominacion=f"Acuerdo {uuid.uuid4().hex}", **cambios)


def test_ve_y_actua_solo_mientras_vale(mundo, partes):
    p = partes
    t, borrador, ajeno = expediente(p).hasta("presentado"), expediente(p), mundo.tramite().hasta("presentado")
    assert p.enlace.pedir("GET", t.url).status == 404
    assert p.enlace.get("/v1/yo", 403, encabezados=p.por()).slug == "sin-delegacion"
    d = p.otorgar().json
    assert (d["municipio"], d["enlace"], d["desde"], d["hasta"], d["otorgada_por"]) == (p.municipio, p.estado, dia(0), dia(30), p.local.usuario)
    assert esperar(lambda: p.enlace.pedir("GET", t.url).status == 200)
    # As itself it reads as a liaison: no drafts, no contact data, nothing to do; and only this municipality.
    assert p.enlace.get(borrador.url, 404) and p.enlace.get(ajeno.url, 404)
    e = p.enlace.get(t.url).json
    assert e["actos_disponibles"] == [] and "contacto" not in e["datos"]
    assert {x["id"] for x in p.enlace.get("/v1/expedientes").json["datos"]} == {t.id}
    assert p.enlace.post(t.url + "/actos", {"acto": "desistir", "datos": {"motivo": "x"}}, 403, if_match=t.version).slug == "sin-permiso"
    # Acting for it, it is the municipality: within a second, for it was refused a moment ago.
    assert esperar(lambda: p.enlace.pedir("GET", "/v1/yo", encabezados=p.por()).status == 200)
    assert {x["id"] for x in p.enlace.get("/v1/expedientes", encabezados=p.por()).json["datos"]} == {t.id, borrador.id}
    r = p.enlace.get(borrador.url, encabezados=p.por())
    assert "contacto" in r.json["datos"] and [a for a in r.json["actos_disponibles"] if a["acto"] == "presentar"] and "Actuar-Por" in r.headers["Vary"]
    p.enlace.get(ajeno.url, 404, encabezados=p.por())
    # Revoked: within a second neither.
    p.local.pedir("DELETE", f"{p.url}/{d['id']}", espera=204)
    assert esperar(lambda: p.enlace.pedir("GET", t.url).status == 404)
    assert esperar(lambda: p.enlace.pedir("GET", borrador.url, encabezados=p.por()).status == 403)
    assert p.enlace.get(borrador.url, 403, encabezados=p.por()).slug == "sin-delegacion"
    lista = p.local.get(p.url).json["datos"]
    assert [x["id"] for x in lista] == [d["id"]] and lista[0]["revocada_por"] == p.local.usuario


def test_cada_acto_dice_por_quien(mundo, partes):
    """The whole filing by the liaison: opened, corrected, documents, presented. The journal names the person, the municipality and the delegation."""
    p = partes
    d = p.otorgar().json["id"]
    actua = p.actua()
    assert esperar(lambda: p.enlace.pedir("GET", "/v1/yo", encabezados=p.por()).status == 200)
    t = object.__new__(Tramite)
    t.m, t.local, t.clave_texto, t.datos = mundo, actua, uuid.uuid4().hex, datos_completos()
    t._tomar(actua.post("/v1/expedientes", {"datos": t.datos}))
    t.hasta("presentado")
    actos = p.local.get(t.url + "/actos").json["datos"]
    assert actos[0]["acto"] == "abrir" and {a["acto"] for a in actos} >= {"abrir", "incorporar_documento", "presentar"}
    for a in actos:
        assert a["actor"]["usuario"] == p.enlace.usuario and a["actor"]["organizacion"] == p.municipio and a["actor"]["rol"] == "gobierno_local"
        assert a["efectos"]["delegacion"] == d and a["efectos"]["enlace"] == p.estado
    # Its own people's acts say nothing of the kind; the chain is whole with both.
    t.local = p.local
    t.acto(p.local, "desistir", {"motivo": "Ya no."})
    ultimo = p.local.get(t.url + "/actos").json["datos"][-1]
    assert ultimo["acto"] == "desistir" and "delegacion" not in ultimo["efectos"]
    assert mundo.base.verificar(t.id).returncode == 0
    # The security journal tells who granted it, and to whom.
    f = mundo.auditoria.get("/v1/seguridad/actos", consulta={"objeto": f"delegacion/{d}"}).json["datos"]
    assert f[0]["tipo"] == "delegacion" and f[0]["datos"]["accion"] == "alta" and f[0]["actor"]["usuario"] == p.local.usuario and f[0]["datos"]["enlace"] == p.estado


def test_quien_otorga_y_que_no(mundo, partes):
    p, adm = partes, mundo.administracion
    for quien in (p.enlace, mundo.dgcp, mundo.auditoria, mundo.cja):
        assert p.otorgar(quien, 403).slug == "sin-permiso"
    assert p.otorgar(p.local_vecino, 404).slug == "no-encontrado"
    for cambios, puntero in (({"enlace": p.otro_estado}, "/enlace"), ({"enlace": p.vecino}, "/enlace"), ({"enlace": p.municipio}, "/enlace"),
                             ({"desde": dia(5), "hasta": dia(4)}, "/hasta"), ({"desde": dia(-9), "hasta": dia(-1)}, "/hasta"),
                             ({"hasta": dia(1200)}, "/hasta"), ({"motivo": ""}, "/motivo"), ({"desde": "x"}, "/desde")):
        r = p.otorgar(espera=422, **cambios)
        assert puntero in [e["pointer"] for e in r.json["errors"]], cambios
    assert p.otorgar(espera=404, enlace=str(uuid.uuid4()))
    d = p.otorgar(adm, desde=dia(2), hasta=dia(4)).json["id"]
    assert p.otorgar(espera=409, desde=dia(4), hasta=dia(9)).slug == "ya-existe"
    p.otorgar(desde=dia(5), hasta=dia(9))
    # Not yet in force.
    assert p.enlace.get("/v1/yo", 403, encabezados=p.por()).slug == "sin-delegacion"
    p.local_vecino.pedir("DELETE", f"{p.url}/{d}", espera=404)
    p.enlace.pedir("DELETE", f"{p.url}/{d}", espera=403)
    p.local.pedir("DELETE", f"/v1/organizaciones/{p.municipio}/delegaciones/{uuid.uuid4()}", espera=404)
    for _ in range(2):
        adm.pedir("DELETE", f"{p.url}/{d}", espera=204)
    assert len([f for f in mundo.auditoria.get("/v1/seguridad/actos", consulta={"objeto": f"delegacion/{d}"}).json["datos"]]) == 2
    # Both sides see it; nobody else's liaison.
    for quien in (p.local, adm, mundo.dgcp):
        assert d in {x["id"] for x in quien.get(p.url).json["datos"]}
    assert d in {x["id"] for x in p.enlace.get(f"/v1/organizaciones/{p.estado}/delegaciones").json["datos"]}
    p.enlace_otro.get(p.url, 404)
    assert [x["id"] for x in p.local.todos(p.url, limite=1)] == [x["id"] for x in p.local.get(p.url).json["datos"]]


def test_no_se_da_mas_a_si_mismo(mundo, partes, lanzar):
    p = partes
    d = p.otorgar().json["id"]
    assert esperar(lambda: p.enlace.pedir("GET", "/v1/yo", encabezados=p.por()).status == 200)
    assert p.enlace.post(p.url, {"enlace": p.estado, "desde": dia(31), "hasta": dia(60), "motivo": "x"}, 403, encabezados=p.por()).slug == "sin-permiso"
    p.enlace.pedir("DELETE", f"{p.url}/{d}", encabezados=p.por(), espera=403)
    p.enlace.post(f"/v1/organizaciones/{p.municipio}/relevos", {"administracion": "x", "recibe": p.local.usuario}, 403, encabezados=p.por())
    # Nor has it the municipality's events sent to itself: that would outlive the delegation.
    ident = str(uuid.uuid4())
    for metodo, camino, cuerpo, mas in (("POST", "/v1/suscripciones", {"url": f"https://{ident}.example/"}, {}), ("GET", "/v1/suscripciones", None, {}),
                                        ("GET", f"/v1/suscripciones/{ident}", None, {}), ("POST", f"/v1/suscripciones/{ident}/secreto", {}, {}),
                                        ("DELETE", f"/v1/suscripciones/{ident}", None, {"if_match": '"1"'})):
        r = p.enlace.pedir(metodo, camino, cuerpo, encabezados=p.por(), espera=403, **mas)
        assert r.slug == "sin-permiso", (metodo, camino)
    p.enlace.get("/v1/suscripciones")
    # Nobody but a liaison acts for others, and only with an identifier.
    for quien in (p.local, mundo.dgcp, mundo.administracion):
        assert quien.get("/v1/yo", 403, encabezados=p.por()).slug == "sin-delegacion"
    for malo in ("x", "00000000-0000-0000-0000-000000000000", p.municipio + "0"):
        assert p.enlace.get("/v1/yo", 400, encabezados={"Actuar-Por": malo}).slug == "parametro-invalido"
    # A refusal while acting is written with who it really is; by another instance, for this one may have told all that it tells in a minute.
    lanzar(mundo.base).cliente(p.enlace.clave).get("/v1/correos", 403, encabezados=p.por())
    fila = lambda: [f for f in mundo.auditoria.get("/v1/seguridad/actos", consulta={"tipo": "denegacion", "usuario": p.enlace.usuario}).json["datos"]
                    if f["datos"]["operacion"] == "listarCorreos"]
    assert esperar(fila) and fila()[0]["actor"] == {"organizacion": p.estado, "rol": "enlace_estatal", "usuario": p.enlace.usuario}


def test_un_municipio_inactivo_no_delega(mundo, partes):
    p = partes
    p.otorgar()
    assert esperar(lambda: p.enlace.pedir("GET", "/v1/yo", encabezados=p.por()).status == 200)
    mundo.administracion.patch(f"/v1/organizaciones/{p.municipio}", {"activa": False}, if_match="*")
    assert esperar(lambda: p.enlace.pedir("GET", "/v1/yo", encabezados=p.por()).status == 403)


def test_la_base_dice_lo_mismo(mundo, partes):
    """Row-level security for the liaison's own scope, whatever the program thinks: in force, not yet, ended, revoked, another state's."""
    p = partes
    t, borrador = expediente(p).hasta("presentado"), expediente(p)
    c = mundo.base.conectar()

    def ve(expediente, org):
        with c.cursor() as q:
            q.execute("set role dictamen_servicio")
            q.execute("select set_config('dictamen.rol', 'enlace_estatal', false), set_config('dictamen.organizacion', %s, false),"
                      " set_config('dictamen.entidad', '19', false)", (org,))
            q.execute("select count(*) from expediente where id = %s", (expediente,))
            return q.fetchone()[0] == 1
    try:
        c.autocommit = True
        assert not ve(t.id, p.estado)
        d = p.otorgar().json["id"]
        assert ve(t.id, p.estado) and not ve(borrador.id, p.estado) and not ve(t.id, p.otro_estado)
        for cambio, vale in (("desde = now() + interval '1 hour'", False), ("desde = now() - interval '2 hours', hasta = now() - interval '1 second'", False),
                             ("hasta = now() + interval '1 hour'", True)):
            mundo.base.sql(f"update delegacion set {cambio} where id = %s", d)
            assert ve(t.id, p.estado) == vale, cambio
            assert esperar(lambda: (p.enlace.pedir("GET", t.url).status == 200) == vale), cambio
        p.local.pedir("DELETE", f"{p.url}/{d}", espera=204)
        assert not ve(t.id, p.estado)
    finally:
        c.close()


# ---- the next administration ---------------------------------------------------------------------------------------------------------


def suscrita(p, quien):
    """A subscription in use, with one event that waits."""
    ident, b = str(uuid.uuid4()), p.m.base
    evento = esperar(lambda: b.sql("select seq, expediente_id from evento where organizacion_id = %s limit 1", p.municipio), 30)[0]
    b.sql("insert into suscripcion (id, organizacion_id, rol, usuario_id, url, descripcion, tipos, estado, secreto, verificar_hasta, disponible_en)"
          " values (%s, %s, 'gobierno_local', %s, %s, '', '{}', 'activa', '\\x00', now(), now() + interval '1 day')", ident, p.municipio, quien.usuario, f"https://{ident}.example/")
    b.sql("insert into entrega (suscripcion_id, seq, expediente_id, disponible_en, vence_en) values (%s, %s, %s, now() + interval '1 day', now() + interval '2 days')",
          ident, evento[0], evento[1])
    return ident


def test_relevo(mundo, partes):
    """All open files, in one act: the list says each one's state, what it owes and the next deadline; who leaves is out, who receives goes on."""
    p = partes
    url = f"/v1/organizaciones/{p.municipio}"
    borrador, presentado, observado, cerrado = (expediente(p) for _ in range(4))
    presentado.hasta("presentado")
    observado.hasta("observado")
    cerrado.hasta("presentado")
    cerrado.acto(p.local, "desistir", {"motivo": "Ya no."})
    p.otorgar()
    recibe, sigue, otra = p.persona(p.municipio, "gobierno_local"), p.persona(p.municipio, "gobierno_local"), p.persona(p.municipio, "gobierno_local")
    antes = {x["id"]: x for x in p.local.get(url + "/pendientes").json["pendientes"]}
    assert set(antes) == {borrador.id, presentado.id, observado.id}
    assert antes[borrador.id]["debe"] == "presentar" and antes[borrador.id]["turno"] == "gobierno_local" and "folio" not in antes[borrador.id]
    assert "debe" not in antes[presentado.id] and antes[presentado.id]["folio"] and antes[presentado.id]["turno"] == "dgcp"
    assert antes[observado.id]["debe"] == "atender" and antes[observado.id]["por_acusar"] >= 1
    avisos = [suscrita(p, quien) for quien in (p.local, otra, sigue)]
    r = p.local.post(url + "/relevos", {"administracion": "2027-2030", "recibe": recibe.usuario, "permanecen": [sigue.usuario]}).json
    assert (r["expedientes"], r["bajas"], r["delegaciones"]) == (3, 2, 1) and "pendientes" not in r
    for fuera in (p.local, otra):
        assert esperar(lambda: fuera.pedir("GET", "/v1/yo").status == 401)
    assert esperar(lambda: p.enlace.pedir("GET", presentado.url).status == 404)
    e = recibe.get(f"{url}/relevos/{r['id']}").json
    assert {x["id"]: x for x in e["pendientes"]} == antes and e["entregada_por"] == p.local.usuario and e["recibe"] == recibe.usuario
    assert [x["id"] for x in sigue.get(url + "/relevos").json["datos"]] == [r["id"]]
    # What those who left had asked to be told of ends, whatever waited for them; not what those who stay had.
    assert [mundo.base.sql("select distinct s.estado, length(s.secreto), e.estado from suscripcion s join entrega e on e.suscripcion_id = s.id where s.id = %s", x) for x in avisos] == [
        [("baja", 0, "cancelada")], [("baja", 0, "cancelada")], [("activa", 1, "pendiente")]]
    # The one who receives goes on where the files stand.
    recibe.post(observado.url + "/actos", {"acto": "desistir", "datos": {"motivo": "La nueva administración desiste."}}, if_match=observado.leer(recibe)["version"])
    f = mundo.auditoria.get("/v1/seguridad/actos", consulta={"tipo": "relevo", "objeto": f"organizacion/{p.municipio}"}).json["datos"]
    assert len(f) == 1 and f[0]["datos"] == {"administracion": "2027-2030", "bajas": 2, "delegaciones": 1, "relevo": r["id"], "expedientes": 3,
                                             "recibe": recibe.usuario, "sha256": r["sha256"]}
    texto = mundo.base.sql("select pendientes from relevo where id = %s", r["id"])[0][0]
    assert hashlib.sha256(texto.encode()).hexdigest() == r["sha256"]
    assert mundo.base.verificar().returncode == 0


def test_relevos_que_no_proceden(mundo, partes):
    p = partes
    url = f"/v1/organizaciones/{p.municipio}"
    ajena = p.local_vecino.usuario
    for cuerpo, puntero in (({"administracion": "x", "recibe": ajena}, "/recibe"), ({"administracion": "x", "recibe": str(uuid.uuid4())}, "/recibe"),
                            ({"administracion": "x", "recibe": p.local.usuario, "permanecen": [ajena]}, "/permanecen/0"),
                            ({"administracion": "", "recibe": p.local.usuario}, "/administracion"), ({"administracion": "x"}, "/recibe")):
        r = p.local.post(url + "/relevos", cuerpo, 422)
        assert puntero in [e["pointer"] for e in r.json["errors"]], cuerpo
    sre = mundo.administracion.post(f"/v1/organizaciones/{mundo.org['sre']}/relevos", {"administracion": "x", "recibe": mundo.dgcp.usuario}, 422)
    assert sre.slug == "cuerpo-invalido"
    p.local_vecino.post(url + "/relevos", {"administracion": "x", "recibe": p.local.usuario}, 404)
    for quien in (p.enlace, mundo.dgcp, mundo.auditoria):
        quien.post(url + "/relevos", {"administracion": "x", "recibe": p.local.usuario}, 403)
    for quien in (p.enlace, mundo.administracion, mundo.cja):
        quien.get(url + "/pendientes", 403)
        quien.get(url + "/relevos", 403)
    p.local_vecino.get(url + "/pendientes", 404)
    p.local.get(f"{url}/relevos/{uuid.uuid4()}", 404)
    p.local.get("/v1/yo")  # nothing was half done
    assert mundo.base.sql("select count(*) from relevo where organizacion_id = %s", p.municipio) == [(0,)]
    # The administration does it for an office where nobody is left; it is not shown the list.
    r = mundo.administracion.post(url + "/relevos", {"administracion": "Concejo municipal", "recibe": p.local.usuario}).json
    assert r["expedientes"] == 0 and r["bajas"] == 0
