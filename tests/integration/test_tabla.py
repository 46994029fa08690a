"""transitions.csv against the running service: every state, every act, every role."""

import csv
import os

import pytest

from support.tramite import Tramite, dentro_de

ESTADOS = ["borrador", "presentado", "prevenido", "turnado", "en_revision", "observado", "dictaminado", "respondido", "copia_recibida",
           "registro_solicitado", "registro_observado", "inscrito", "registro_negado", "concluido"]
ROLES = {"gobierno_local": "local", "dgcp": "dgcp", "cja": "cja", "cja_titular": "titular", "enlace_estatal": "enlace", "auditoria": "auditoria",
         "administracion": "administracion"}


def filas(carpeta):
    with open(os.path.join(carpeta, "transitions.csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@pytest.fixture(scope="module")
def tabla(carpeta_datos):
    """{(act, state): set of roles}"""
    t = {}
    for fila in filas(carpeta_datos):
        desde = ESTADOS if fila["desde"] == "*" else [e for e in fila["desde"].split("|") if e]
        for e in desde:
            t.setdefault((fila["acto"], e), set()).update(fila["rol"].split("|"))
    return t


def test_procedimiento_es_la_tabla(mundo, carpeta_datos):
    p = mundo.anonimo().get("/v1/procedimiento").json
    dadas = [{"acto": t["acto"], "paso": str(t.get("paso", "")), "desde": "|".join(t["desde"]), "hacia": t["hacia"], "rol": "|".join(t["roles"]),
              "condiciones": t["condiciones"], "produce": t["produce"]} for t in p["transiciones"]]
    ley = filas(carpeta_datos)
    assert "may open" in ley[0]["condiciones"]  # the one row that the file has in English; users read it in Spanish
    ley[0]["condiciones"] = "organización activa; la DGCP puede abrir por una organización cuando la solicitud llega por correo electrónico"
    assert dadas == ley
    assert [e["estado"] for e in p["estados"]] == ESTADOS


def test_la_base_tiene_la_misma_tabla(mundo, carpeta_datos):
    de_csv = set()
    for fila in filas(carpeta_datos):
        for desde in (ESTADOS if fila["desde"] == "*" else fila["desde"].split("|")):
            de_csv.add((fila["acto"], desde, desde if fila["hacia"] == "=" else fila["hacia"]))
    asientos = {a["acto"] for a in mundo.anonimo().get("/v1/procedimiento").json["asientos"]}
    en_base = {f for f in mundo.base.sql("select acto, desde, hacia from transicion") if f[0] not in asientos}
    assert en_base == de_csv


@pytest.fixture(scope="module")
def en_cada_estado(mundo):
    return {e: mundo.tramite(compartir_con_estado=True).hasta(e) for e in ESTADOS}


@pytest.mark.parametrize("estado", ESTADOS)
def test_cada_par_para_cada_rol(mundo, tabla, en_cada_estado, estado):
    """
    Pairs outside the table are refused and change nothing; pairs inside it are offered in actos_disponibles to exactly the roles named.
    """
    t: Tramite = en_cada_estado[estado]
    actos = [a["acto"] for a in mundo.anonimo().get("/v1/procedimiento").json["actos"]]
    version = t.leer()["version"]
    for rol, nombre in ROLES.items():
        quien = mundo.gente[nombre]
        r = quien.pedir("GET", t.url)
        ve = r.status == 200
        if not ve:
            assert r.status in (403, 404), rol
        ofrecidos = {a["acto"] for a in r.json["actos_disponibles"]} if ve else set()
        for acto in actos:
            previsto = rol in tabla.get((acto, estado), ())
            if ve:
                # `acusar` is offered only while something waits for it.
                assert (acto in ofrecidos) <= previsto, f"{acto} is offered to {rol} in {estado}"
                if previsto and acto not in ("acusar", "prevenir"):
                    assert acto in ofrecidos, f"{acto} is not offered to {rol} in {estado}"
            if previsto:
                continue
            r = quien.pedir("POST", t.url + "/actos", {"acto": acto}, if_match=version)
            esperado = {403, 404, 422} if not ve else {403, 409, 422}
            assert r.status in esperado, f"{rol} {acto} in {estado}: {r}"
            if ve and r.status == 409:
                assert r.slug == "acto-no-procede"
            if ve and r.status == 403:
                assert r.slug in ("rol-no-facultado", "sin-permiso")
            if r.status == 422:  # the body is judged before the file: what the act needs is missing
                assert r.slug == "cuerpo-invalido"
    assert t.leer()["version"] == version


@pytest.fixture(scope="module")
def devueltos(mundo):
    """Given back by the CJA, which has seen them: the only way for it to act on one that is not its turn yet."""
    ts = {e: mundo.tramite().hasta("turnado") for e in ("presentado", "prevenido")}
    for t in ts.values():
        t.acto("cja", "devolver_turno", {"motivo": "Falta el anexo técnico."})
    ts["prevenido"].prevenir()
    return ts


# Acts that leave the state as it is, with what each needs.
QUEDAN = {"asignar": lambda colega: {"responsable": colega.usuario}, "anotar": lambda _: {"nota": "Se habló por teléfono."},
          "declarar_eventualidad": lambda _: {"motivo": "La contraparte adelantó su visita."},
          "reprogramar_firma": lambda _: {"fecha_firma_pretendida": dentro_de(150)}}


def test_lo_que_no_mueve_se_acepta(mundo, tabla, en_cada_estado, devueltos):
    """Every such act of the table, in every state, by every role that it names, is accepted."""
    aceptados, previstos = set(), set()
    for (acto, estado), roles in tabla.items():
        for rol in roles if acto in QUEDAN else ():
            if (estado, rol) == ("borrador", "cja"):
                continue  # what was not filed was never turned to it: it may not know of it
            t = devueltos[estado] if rol == "cja" and estado in devueltos else en_cada_estado[estado]
            quien, colega = mundo.gente[ROLES[rol]], mundo.gente.get(ROLES[rol] + "_b")
            version = t.leer()["version"]
            r = t.acto(quien, acto, QUEDAN[acto](colega), version=version)
            assert r.json["expediente"]["estado"] == estado and r.json["acto"]["actor"]["rol"] == rol
            aceptados.add((acto, estado, rol))
    for acto in QUEDAN:
        previstos |= {(acto, e, rol) for (a, e), roles in tabla.items() for rol in roles if a == acto}
    assert previstos - aceptados == {("anotar", "borrador", "cja")}


def test_acusar_se_acepta_en_cada_estado(mundo, tabla, en_cada_estado):
    for (acto, estado) in tabla:
        if acto == "acusar":
            t = en_cada_estado[estado]
            n = next(c["acto"] for c in t.leer()["comunicaciones"] if not c["acusada"])
            t.acto(t.local, "acusar", {"acto": n})
            assert t.estado == estado
