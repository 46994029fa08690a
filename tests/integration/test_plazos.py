"""Deadlines and the calendar: the worked examples through the API, both readings; notices; open files recomputed with a trace."""

import csv
import os
import time
from datetime import timedelta

import pytest

from support.servicio import BaseDatos, CALENDARIO, Servicio
from support.tramite import Mundo, con_gente, dentro_de, dia, hoy


def ejemplos(carpeta):
    with open(os.path.join(carpeta, "plazos_ejemplos.csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def esperar(que, plazo=15):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        if que():
            return True
        time.sleep(0.1)
    return False


# ---- the calendar as loaded ------------------------------------------------------------------------------------------------------------


def test_calendario_publico(mundo):
    c = mundo.anonimo().get("/v1/calendario/2026").json
    dias = {d["fecha"]: d for d in c["dias"]}
    assert c["anio"] == 2026 and c["version"] >= 1
    assert dias["2026-11-20"]["fuente"] and not dias["2026-11-20"]["habil"] and "2026-11-16" in dias
    assert all(d["fecha"].startswith("2026-") and d["fuente"] and d["motivo"] for d in c["dias"])
    assert [d["fecha"] for d in c["dias"]] == sorted(d["fecha"] for d in c["dias"])
    # No suspension of the Secretaría was found for 2026, and that is said.
    assert c["calendario_incompleto"] is True
    r = mundo.anonimo().get("/v1/calendario/2026")
    mundo.anonimo().get("/v1/calendario/2026", 304, encabezados={"If-None-Match": r.etag})


def test_calendario_es_el_dado(mundo, carpeta_datos):
    """Every day of data/inhabiles_2019_2031.csv is in the calendar, with its source."""
    with open(os.path.join(carpeta_datos, "inhabiles_2019_2031.csv"), encoding="utf-8", newline="") as f:
        filas = list(csv.DictReader(f))
    assert len(filas) == 167
    anios = {}
    for fila in filas:
        a = fila["fecha"][:4]
        if a not in anios:
            anios[a] = {(d["fecha"]) for d in mundo.anonimo().get(f"/v1/calendario/{a}").json["dias"]}
        assert fila["fecha"] in anios[a], fila


def test_plazo_sin_credencial_y_explicado(mundo):
    p = mundo.anonimo().get("/v1/plazos", consulta={"fecha_firma": "2025-06-16"}).json
    assert p["ultima_recepcion"] == "2025-06-02" and p["recepcion_recomendada"] == "2025-05-30" and p["dias_requeridos"] == 10
    assert "n" not in p and "en_tiempo" not in p and p["lectura"] == "distancia"
    assert p["dias"][-1]["fecha"] == "2025-06-16"
    fechas = [dia(d["fecha"]) for d in p["dias"]]
    assert fechas == [fechas[0] + timedelta(days=i) for i in range(len(fechas))]
    for d in p["dias"]:
        assert d["habil"] or d["motivo"], d
    assert p["calendario_incompleto"] is True  # 2025: no SRE suspension is loaded


def test_calendario_incompleto_segun_el_anio(mundo):
    assert mundo.anonimo().get("/v1/plazos", consulta={"fecha_firma": "2023-06-16"}).json["calendario_incompleto"] is False
    assert mundo.anonimo().get("/v1/plazos", consulta={"fecha_firma": "2024-01-10"}).json["calendario_incompleto"] is True


@pytest.mark.parametrize("recepcion,efectiva", [
    ("2025-05-30T18:00:00-06:00", "2025-05-30"), ("2025-05-30T18:00:00.999999-06:00", None), ("2025-05-30T18:00:01-06:00", "2025-06-02"),
    ("2025-05-31T09:00:00-06:00", "2025-06-02"), ("2025-05-31T00:00:00Z", "2025-05-30"), ("2025-05-30T19:00:00-05:00", "2025-05-30"),
    ("2025-05-30T19:00:01-05:00", "2025-06-02"), ("2025-05-30T00:00:00-06:00", "2025-05-30")])
def test_hora_de_cierre(mundo, recepcion, efectiva):
    p = mundo.anonimo().get("/v1/plazos", consulta={"fecha_firma": "2025-06-30", "recepcion": recepcion}).json
    if efectiva:
        assert p["recepcion_efectiva"] == efectiva


# ---- the worked examples -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def aparte(cluster):
    """A calendar of its own to play with; the service with the other reading as well."""
    b = BaseDatos(cluster).preparar()
    s = Servicio(b).arrancar()
    i = Servicio(b, {"DICTAMEN_LECTURA": "integros"}).arrancar()
    yield b, s, i
    assert s.parar() == 0 and i.parar() == 0
    b.borrar()


@pytest.fixture(scope="module")
def sin_sre(cluster, tmp_path_factory):
    """The calendar that follows from the laws alone."""
    b = BaseDatos(cluster).preparar(calendario=False)
    archivo = tmp_path_factory.mktemp("calendario") / "solo_ley.csv"
    with open(CALENDARIO, encoding="utf-8", newline="") as f:
        filas = list(csv.reader(f))
    origen = filas[0].index("origen")
    with open(archivo, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([filas[0]] + [x for x in filas[1:] if x[origen] == "ley"])
    archivo.chmod(0o644)
    b.ctl("calendario", "cargar", "--archivo", archivo)
    s = Servicio(b).arrancar()
    yield s
    assert s.parar() == 0
    b.borrar()


@pytest.fixture(scope="module")
def dgcp_aparte(aparte):
    b, s, _ = aparte
    org = b.organizacion("SRE", "federal")
    return s.cliente(b.clave(b.usuario(org, "DGCP", "dgcp"))[1])


def test_ejemplos(carpeta_datos, aparte, sin_sre, dgcp_aparte):
    """The 22 worked deadlines, with hypothetical notices published for their row alone and revoked after it."""
    _, distancia, integros = aparte
    filas = ejemplos(carpeta_datos)
    assert len(filas) == 22
    for e in filas:
        publicados = []
        for columna, tipo in (("inhabiles_extra", "suspension"), ("habilitados", "habilitacion")):
            if e[columna]:
                r = dgcp_aparte.post("/v1/calendario/avisos", {"tipo": tipo, "fuente": "Hipotético", "motivo": e["id"], "fechas": e[columna].split()})
                publicados.append(r.json["version"])
        if publicados:
            assert esperar(lambda: all(s.cliente().get("/v1/calendario/2025").json["version"] >= publicados[-1] for s in (distancia, integros)))
        consulta = {"fecha_firma": e["fecha_firma"], "recepcion": e["recepcion_original"]}
        for lectura in ("distancia", "integros"):
            otra = {"distancia": "integros", "integros": "distancia"}[lectura]
            por_ajuste = sin_sre if e["acuerdo_sre_cargado"] == "no" else {"distancia": distancia, "integros": integros}[lectura]
            pedidas = [(por_ajuste, {**consulta, "lectura": lectura})]
            if e["acuerdo_sre_cargado"] == "si":
                pedidas.append((por_ajuste, consulta))  # the configured reading is the default
            for s, c in pedidas:
                p = s.cliente().get("/v1/plazos", consulta=c).json
                caso = f"{e['id']} {lectura}: {p}"
                assert p["recepcion_efectiva"] == e["recepcion_efectiva"], caso
                assert (p["n_distancia"], p["n_integros"]) == (int(e["habiles_distancia"]), int(e["habiles_integros"])), caso
                assert p["n"] == int(e["habiles_" + lectura]) and p["lectura"] == lectura, caso
                assert p["en_tiempo"] == (e["resultado_" + lectura] == "en_tiempo"), caso
                assert p["ultima_recepcion"] == e["limite_recepcion_" + lectura], caso
                assert p["recepcion_recomendada"] == e["limite_recepcion_integros"], caso
                assert otra in ("distancia", "integros")
                inhabiles = [d["fecha"] for d in p["dias"] if not d["habil"] and dia(d["fecha"]).weekday() < 5
                             and e["recepcion_efectiva"] <= d["fecha"] < e["fecha_firma"]]
                if e["inhabiles_entre_semana"]:
                    assert set(inhabiles) <= set(e["inhabiles_entre_semana"].split()), caso
                for d in p["dias"]:
                    if not d["habil"] and dia(d["fecha"]).weekday() < 5:
                        assert d["fuente"] and d["motivo"], caso
        for v in publicados:
            dgcp_aparte.post("/v1/calendario/avisos", {"tipo": "revocacion", "fuente": "Hipotético", "motivo": e["id"], "revoca": v})


# ---- notices -----------------------------------------------------------------------------------------------------------------------------


def test_aviso_suspension_por_rango(aparte, dgcp_aparte):
    r = dgcp_aparte.post("/v1/calendario/avisos", {"tipo": "suspension", "fuente": "Acuerdo SRE, DOF 11/12/2028", "motivo": "Fin de año",
                                                   "desde": "2028-12-20", "hasta": "2028-12-29", "anios": [2028]})
    v = r.json["version"]
    c = dgcp_aparte.get("/v1/calendario/2028").json
    assert c["version"] == v and c["calendario_incompleto"] is False
    d = {x["fecha"]: x for x in c["dias"]}
    assert d["2028-12-20"]["fuente"].startswith("Acuerdo SRE") and not d["2028-12-29"]["habil"]
    avisos = dgcp_aparte.todos("/v1/calendario/avisos", limite=1)
    assert avisos[0]["version"] == v and [a["version"] for a in avisos] == sorted((a["version"] for a in avisos), reverse=True)
    r = dgcp_aparte.post("/v1/calendario/avisos", {"tipo": "revocacion", "fuente": "Nota aclaratoria", "motivo": "Fechas equivocadas", "revoca": v})
    c = dgcp_aparte.get("/v1/calendario/2028").json
    assert c["calendario_incompleto"] is True and "2028-12-20" not in {x["fecha"] for x in c["dias"]}
    r = dgcp_aparte.post("/v1/calendario/avisos", {"tipo": "revocacion", "fuente": "x", "motivo": "x", "revoca": v}, espera=None)
    assert r.status in (404, 409)


def test_avisos_malos(aparte, dgcp_aparte):
    antes = dgcp_aparte.get("/v1/calendario/avisos").json["datos"][0]["version"]
    base = {"fuente": "DOF", "motivo": "x"}
    casos = [({**base}, "/tipo"), ({**base, "tipo": "carga", "fechas": ["2028-01-03"]}, "/tipo"), ({"tipo": "suspension", "fechas": ["2028-01-03"]}, "/fuente"),
             ({**base, "tipo": "suspension"}, "/fechas"), ({**base, "tipo": "suspension", "fechas": []}, "/fechas"),
             ({**base, "tipo": "suspension", "fechas": ["2028-02-30"]}, "/fechas/0"), ({**base, "tipo": "suspension", "desde": "2028-02-01"}, "/hasta"),
             ({**base, "tipo": "suspension", "desde": "2028-02-10", "hasta": "2028-02-01"}, "/hasta"),
             ({**base, "tipo": "suspension", "desde": "2020-02-10", "hasta": "2028-02-01"}, "/hasta"),
             ({**base, "tipo": "suspension", "fechas": ["2028-02-01", "2028-02-01"]}, "/fechas/1"),
             ({**base, "tipo": "habilitacion", "fechas": ["2028-02-02"]}, "/fechas/0"),  # a working day already
             ({**base, "tipo": "revocacion"}, "/revoca"), ({**base, "tipo": "revocacion", "revoca": 1}, "/revoca"),  # a load is not revoked
             ({**base, "tipo": "suspension", "fechas": ["2028-02-01"], "revoca": 1}, "/revoca"),
             ({**base, "tipo": "suspension", "fechas": ["2028-02-01"], "anios": [28]}, "/anios/0"),
             ({**base, "tipo": "suspension", "fechas": ["2028-02-01"], "sobra": 1}, "/sobra")]
    for cuerpo, donde in casos:
        r = dgcp_aparte.post("/v1/calendario/avisos", cuerpo, 422)
        assert donde in {p for p, _ in r.codigos}, (cuerpo, r)
    dgcp_aparte.post("/v1/calendario/avisos", {**base, "tipo": "revocacion", "revoca": 9999}, 404)
    assert dgcp_aparte.get("/v1/calendario/avisos").json["datos"][0]["version"] == antes


def test_un_dia_habilitado_no_se_suspende(dgcp_aparte):
    """An enabled day wins over its suspension: it is revoked, not suspended nor enabled again."""
    def avisar(espera=201, **que):
        return dgcp_aparte.post("/v1/calendario/avisos", {"fuente": "DOF", "motivo": "Habilitado", **que}, espera)
    fechas = ["2029-03-03"]  # a Saturday
    v = avisar(tipo="habilitacion", fechas=fechas).json["version"]
    for otro in ({"tipo": "suspension", "desde": "2029-03-01", "hasta": "2029-03-05"}, {"tipo": "habilitacion", "fechas": fechas}):
        r = avisar(409, **otro)
        assert r.slug == "calendario-conflicto" and "2029-03-03" in r.json["detail"] and "Habilitado" in r.json["detail"]
    avisar(tipo="revocacion", revoca=v)
    avisar(tipo="suspension", desde="2029-03-01", hasta="2029-03-05")


def test_parametros_de_los_avisos(mundo):
    for consulta in ({"limite": 0}, {"cursor": "x"}, {"cursor": "-1"}, {"otro": 1}):
        assert mundo.anonimo().get("/v1/calendario/avisos", 400, consulta=consulta).slug == "parametro-invalido"


def test_solo_quien_debe_publica(mundo):
    cuerpo = {"tipo": "suspension", "fuente": "DOF", "motivo": "x", "fechas": ["2029-02-01"]}
    for quien in (mundo.local, mundo.cja, mundo.auditoria, mundo.enlace):
        assert quien.post("/v1/calendario/avisos", cuerpo, 403).slug == "sin-permiso"
    mundo.anonimo().post("/v1/calendario/avisos", cuerpo, 401)


def test_aviso_idempotente(aparte, dgcp_aparte):
    cuerpo = {"tipo": "suspension", "fuente": "DOF", "motivo": "x", "fechas": ["2030-02-01"]}
    a = dgcp_aparte.post("/v1/calendario/avisos", cuerpo, idempotencia="aviso-1")
    b = dgcp_aparte.post("/v1/calendario/avisos", cuerpo, idempotencia="aviso-1")
    assert a.body == b.body
    assert dgcp_aparte.post("/v1/calendario/avisos", {**cuerpo, "motivo": "y"}, 422, idempotencia="aviso-1").slug == "idempotencia-otro-cuerpo"


# ---- recomputation ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mundo_aparte(cluster):
    """A database of one service: whichever instance takes the job computes again, and those of one database read the law alike."""
    b = con_gente(cluster)
    s = Servicio(b).arrancar()
    yield Mundo(b, s)
    assert s.parar() == 0
    b.borrar()


def test_un_cambio_recalcula_los_expedientes_abiertos(mundo_aparte):
    """A suspension in the middle of an open computation: every open file is computed again and says so; closed ones stay."""
    m = mundo_aparte
    firma = hoy() + timedelta(days=27)
    while firma.weekday() >= 5:
        firma += timedelta(days=1)
    recibido = m.tramite(fecha_firma_pretendida=firma.isoformat()).hasta("en_revision")
    presentado = m.tramite(fecha_firma_pretendida=firma.isoformat()).hasta("presentado")
    cerrado = m.tramite(fecha_firma_pretendida=firma.isoformat()).hasta("en_revision")
    cerrado.acto(cerrado.local, "desistir", {"motivo": "Se pospuso."})
    sin_fecha = m.tramite(fecha_firma_pretendida=None).hasta("en_revision")
    antes = recibido.ver()["antelacion"]
    limite = presentado.leer()["plazos"]["ultima_recepcion"]
    # Five business days on the way to the signing stop being so.
    dias, d = [], firma - timedelta(days=1)
    inhabiles = {x["fecha"] for a in (d.year, d.year - 1) for x in m.anonimo().get(f"/v1/calendario/{a}").json["dias"]}
    while len(dias) < 5:
        if d.weekday() < 5 and d.isoformat() not in inhabiles:
            dias.append(d.isoformat())
        d -= timedelta(days=1)
    assert dia(dias[-1]) > hoy() + timedelta(days=3)
    r = m.dgcp.post("/v1/calendario/avisos", {"tipo": "suspension", "fuente": "Acuerdo SRE, DOF de prueba", "motivo": "Suspensión", "fechas": dias})
    v = r.json["version"]
    assert esperar(lambda: recibido.ver()["antelacion"]["calendario_version"] == v)
    e = recibido.ver()
    assert e["antelacion"]["n"] == antes["n"] - 5 and e["antelacion"]["recepcion"] == antes["recepcion"]
    ultimo = recibido.actos()[-1]
    assert ultimo["acto"] == "recomputar_plazos" and ultimo["efectos"]["computo"]["n"] == antes["n"] - 5
    assert ultimo["desde"] == ultimo["hacia"] == "en_revision" and "usuario" not in ultimo["actor"]
    # Filed but not received: its limit moved, and that is in its journal too.
    assert esperar(lambda: presentado.actos()[-1]["acto"] == "recomputar_plazos"), "no trace in the file that waits to be turned"
    assert presentado.leer()["plazos"]["ultima_recepcion"] < limite
    assert cerrado.actos()[-1]["acto"] == "desistir"
    assert sin_fecha.actos()[-1]["acto"] == "recibir"
    # The stored computation can be explained with the calendar of then.
    assert m.base.verificar().returncode == 0
    recibido.version = e["version"]
    recibido.hasta("respondido")


def test_la_prevencion_se_recorre(mundo_aparte):
    m = mundo_aparte
    t = m.tramite().hasta("prevenido")
    vence = t.leer()["prevencion"]["vence"]
    r = m.dgcp.post("/v1/calendario/avisos", {"tipo": "suspension", "fuente": "Acuerdo SRE", "motivo": "Suspensión", "fechas": [vence]})
    assert esperar(lambda: t.leer()["prevencion"]["vence"] > vence)
    assert t.actos()[-1]["acto"] == "recomputar_plazos" and t.actos()[-1]["efectos"]["calendario_version"] == r.json["version"]


def test_un_borrador_ve_el_calendario_nuevo(mundo_aparte):
    """A draft keeps no computation: what it shows follows the calendar, and a copy of before is not passed off as current."""
    m = mundo_aparte
    t = m.tramite(fecha_firma_pretendida="2031-03-28")
    r = t.local.get(t.url)
    limite = r.json["plazos"]["ultima_recepcion"]
    m.dgcp.post("/v1/calendario/avisos", {"tipo": "suspension", "fuente": "Acuerdo SRE", "motivo": "x", "fechas": ["2031-03-24", "2031-03-25"]})
    assert esperar(lambda: t.local.get(t.url).json["plazos"]["ultima_recepcion"] < limite)
    # Within a second or so: the recomputation is an act of its own.
    assert esperar(lambda: t.local.pedir("GET", t.url, encabezados={"If-None-Match": r.etag}).status == 200), "304 for a representation that changed"


def test_calendario_incompleto_en_el_expediente(mundo_aparte):
    t = mundo_aparte.tramite(fecha_firma_pretendida=dentro_de(200)).hasta("en_revision")
    assert t.ver()["antelacion"]["calendario_incompleto"] is True
    assert "calendario_incompleto" in {a["codigo"] for a in t.ver()["avisos"]}
