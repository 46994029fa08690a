"""Statistics of the registry: the tables come out exactly for entries whose margins are known, and the counters are what counting says."""

import csv
import io
import os
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from support.asientos import Asientos
from support.servicio import RAIZ, BaseDatos
from support.tablas import celdas, suma_bien, tabla
from support.tramite import hoy

URL = "/v1/registro/estadisticas"


@pytest.fixture(scope="module")
def registro(cluster):
    """A database with entries of its own, so that its margins are known: (service's client, entries, database)."""
    from conftest import AJUSTES
    from support.servicio import Servicio
    b = BaseDatos(cluster).preparar()
    s = Servicio(b, AJUSTES).arrancar()
    yield s.cliente(), Asientos(b), b
    assert s.parar() == 0, s.ultimas_lineas()
    b.borrar()


@pytest.fixture(scope="module")
def tabla_2011(registro, carpeta_datos):
    """The published table's margins as entries: one in each year of the period in turn."""
    c, asientos, _ = registro
    with open(os.path.join(carpeta_datos, "tabla_2011.csv"), encoding="utf-8") as f:
        filas = [r for r in csv.DictReader(f) if r["cve_ent"]]
    periodos = [k for k in filas[0] if k.startswith("p") and not k.endswith("_pct")]
    nuevos = []
    for r in filas:
        for p in periodos:
            primero = int(p[1:5])
            nuevos += [{"cve_ent": r["cve_ent"], "fecha_firma": date(primero + i % 5, 1 + i % 12, 1 + i % 28)} for i in range(int(r[p]))]
    asientos.agregar(nuevos)
    return filas, periodos


def test_la_tabla_publicada_en_2011(registro, tabla_2011):
    """Counts as printed; the rates are computed from them, so they add up to 100.00 where the print does not."""
    c, _, _ = registro
    filas, periodos = tabla_2011
    r = suma_bien(c.get(URL + "?anio_hasta=2010&nivel=municipal").json)
    assert r["total"] == 368 and r["filtros"] == {"anio_hasta": "2010", "nivel": "municipal"}
    t = tabla(r, "entidad_quinquenio")
    nombres = [f"{p[1:5]}-{p[6:10]}" for p in periodos]
    assert [k["clave"] for k in t["columnas"]] == [*nombres, "sin_fecha"]
    assert len(t["filas"]) == 32
    for f, publicada in zip(t["filas"], filas):
        assert f["clave"] == publicada["cve_ent"] and f["total"] == int(publicada["total"])
        assert f["celdas"] == [int(publicada[p]) for p in periodos] + [0]
        impresa = float(publicada["total_pct"].rstrip("%"))
        assert abs(f["porcentaje"] - impresa) <= 0.011, (f, impresa)
    assert t["totales"]["celdas"] == [1, 3, 16, 85, 119, 144, 0]
    assert t["totales"]["porcentajes"] == [0.27, 0.81, 4.35, 23.10, 32.34, 39.13, 0]
    assert r["concentracion"]["entidades"][0] == {"lugar": 1, "clave": "14", "nombre": "Jalisco", "total": 86, "porcentaje": 23.37, "acumulado": 86,
                                                  "acumulado_porcentaje": 23.37}
    orden = sorted((int(f["total"]) for f in filas), reverse=True)
    k = next(i for i in range(1, 33) if 3 * sum(orden[:i]) >= 2 * 368)
    assert r["concentracion"]["dos_tercios"] == k
    assert r["concentracion"]["entidades"][-1]["acumulado_porcentaje"] == 100


def azar(n, semilla):
    r = random.Random(semilla)
    paises = [("US", "america_del_norte"), ("CN", "asia"), ("ES", "europa"), ("CO", "america_latina_caribe"), ("", "")]
    for _ in range(n):
        pais, region = r.choice(paises)
        precision = r.choice(["dia", "dia", "mes", "anio", "desconocida"])
        d = date(1973, 1, 1) + timedelta(days=r.randrange(19000))
        fecha = {"dia": d, "mes": d.replace(day=1), "anio": d.replace(day=1, month=1), "desconocida": None}[precision]
        nivel = r.choice(["estatal", "municipal"])
        yield {"cve_ent": f"{r.randint(1, 32):02d}" if r.random() > 0.02 else "", "nivel": nivel, "clase": r.choice(["gubernamental", "ong", "privado"]), "pais": pais,
               "region": region, "fecha_firma": fecha, "precision": precision, "tipo": r.choice(["hermanamiento", "memorandum", "otro"]),
               "areas": r.sample(["cultura", "educacion", "turismo"], r.randint(0, 3)), "vigencia": r.choice(["indefinida", "sin_dato"]),
               "cve_mun": f"{r.randint(1, 20):03d}" if nivel == "municipal" and r.random() > 0.3 else "",
               "municipio": "Zapopan" if nivel == "municipal" and r.random() > 0.5 else ""}


def sin_version(r):
    return {k: v for k, v in r.items() if k not in ("version", "filtros")}


def test_los_contadores_dicen_lo_que_contar_de_nuevo(registro, tabla_2011):
    c, asientos, b = registro
    numeros = asientos.agregar(list(azar(600, 1)))
    asientos.agregar([{**f, "numero": n} for n, f in zip(numeros[::3], azar(200, 2))])
    asientos.agregar(list(azar(50, 3)))
    contados = b.sql("select tabla, fila, columna, n from registro_conteo where n <> 0 order by 1, 2, 3")
    de_nuevo = b.sql("select c.tabla, c.fila, c.columna, count(*) from (select f from asiento_ficha f where f.hasta is null offset 0) x, registro_celdas(x.f) c group by 1, 2, 3 order by 1, 2, 3")
    assert contados == de_nuevo
    entero = suma_bien(c.get(URL).json)
    assert entero["total"] == 368 + 650
    assert sin_version(suma_bien(c.get(f"{URL}?al={hoy()}").json)) == sin_version(entero)
    assert sin_version(c.get(f"{URL}?nivel=estatal,municipal").json) == sin_version(entero)


def test_cada_tabla_por_sus_margenes(registro, tabla_2011):
    """A filter that only these entries meet; the margins are counted here, by other means."""
    c, asientos, _ = registro
    todas = [{**f, "tipo": "carta_de_intencion", "cve_ent": f["cve_ent"] or "09"} for f in azar(300, 4)]
    asientos.agregar(todas)
    r = suma_bien(c.get(URL + "?tipo=carta_de_intencion").json)
    assert r["total"] == 300
    cuenta = {"entidad_nivel": lambda f: (f["cve_ent"], f["nivel"]), "entidad_clase": lambda f: (f["cve_ent"], f["clase"]),
              "entidad_region": lambda f: (f["cve_ent"], f["region"] or "sin_dato"), "pais": lambda f: f["pais"] or "sin_dato", "vigencia": lambda f: f["vigencia"]}
    for clave, de in cuenta.items():
        assert celdas(tabla(r, clave)) == Counter(map(de, todas)), clave

    def mes(f):
        d = f["fecha_firma"]
        return ("sin_fecha", "sin_mes") if d is None else (str(d.year), "sin_mes" if f["precision"] == "anio" else f"{d.month:02d}")

    def tlcan(f):
        d = f["fecha_firma"]
        return f["cve_ent"], "sin_fecha" if d is None else "antes" if d < date(1994, 1, 1) else "desde"

    cambios = [date(1970, 12, 1), date(1976, 12, 1), date(1982, 12, 1), date(1988, 12, 1), date(1994, 12, 1), date(2000, 12, 1), date(2006, 12, 1), date(2012, 12, 1),
               date(2018, 12, 1), date(2024, 10, 1)]

    def administracion(f):
        d = f["fecha_firma"]
        if d is None:
            return f["cve_ent"], "sin_fecha"
        if f["precision"] == "anio" and any(x.year == d.year for x in cambios):
            return f["cve_ent"], "anio_de_cambio"
        return f["cve_ent"], max(x for x in cambios if x <= d).isoformat()

    for clave, de in (("anio_mes", mes), ("entidad_tlcan", tlcan), ("entidad_administracion", administracion)):
        assert celdas(tabla(r, clave)) == Counter(map(de, todas)), clave
    areas = tabla(r, "area")
    assert areas["exclusiva"] is False and celdas(areas) == Counter(a for f in todas for a in f["areas"] or ["sin_dato"])
    municipios = {(f["cve_ent"], f["cve_mun"] or f["municipio"]) for f in todas if f["nivel"] == "municipal" and (f["cve_mun"] or f["municipio"])}
    assert {m["clave"]: m["con_acuerdos"] for m in r["municipios"] if m["con_acuerdos"]} == Counter(e for e, _ in municipios)
    assert {m["clave"]: m["sin_clave"] for m in r["municipios"] if m["sin_clave"]} == Counter(e for e, m in municipios if not m.isdigit())


def test_filtros(registro, tabla_2011):
    c, asientos, _ = registro
    asientos.agregar([{"tipo": "cooperacion_especifica", "cve_ent": "20", "entidades": ["20", "07"], "pais": "GT", "region": "america_latina_caribe", "areas": ["seguridad"],
                       "fecha_firma": date(2003, 5, 1), "precision": "mes", "clase": "organismo_internacional", "nivel": "estatal"},
                      {"tipo": "cooperacion_especifica", "cve_ent": "20", "fecha_firma": None}])

    def total(consulta):
        return suma_bien(c.get(f"{URL}?tipo=cooperacion_especifica&{consulta}").json)["total"]

    for consulta, n in (("entidad=07", 1), ("entidad=20", 2), ("entidad=07,20", 2), ("entidad=01", 0), ("nivel=estatal", 1), ("clase=organismo_internacional", 1),
                        ("pais=GT", 1), ("pais=US,GT", 2), ("area=seguridad", 1), ("anio_desde=2003", 1), ("anio_desde=2003&anio_hasta=2003", 1), ("anio_hasta=2002", 0)):
        assert total(consulta) == n, consulta


def test_como_estaba_en_una_fecha(registro):
    c, asientos, b = registro
    ayer = hoy() - timedelta(days=40)
    n, = asientos.agregar([{"tipo": "cooperacion_universitaria_marco", "cve_ent": "19", "desde": f"{ayer}T12:00:00-06:00"}])
    asientos.agregar([{"numero": n, "tipo": "cooperacion_universitaria_marco", "cve_ent": "05"}])

    def estado(al):
        return celdas(tabla(c.get(f"{URL}?tipo=cooperacion_universitaria_marco" + (f"&al={al}" if al else "")).json, "entidad_nivel"))

    assert estado(ayer - timedelta(days=1)) == {}
    assert estado(ayer) == estado(hoy() - timedelta(days=1)) == {("19", "municipal"): 1}
    assert estado(None) == estado(hoy()) == {("05", "municipal"): 1}


def test_csv_dice_lo_mismo(registro, tabla_2011):
    c, _, _ = registro
    j = c.get(URL)
    r = c.get(URL, encabezados={"Accept": "text/csv"})
    assert r.headers["Content-Type"].startswith("text/csv") and r.etag != j.etag
    filas = list(csv.DictReader(io.StringIO(r.body.decode(), newline="")))
    assert list(filas[0]) == ["tabla", "fila", "fila_nombre", "columna", "columna_nombre", "n", "porcentaje"]
    for t in j.json["tablas"]:
        de = {(f["fila"], f["columna"]): int(f["n"]) for f in filas if f["tabla"] == t["clave"]}
        if t["columnas"]:
            assert {k: n for k, n in de.items() if n and "total" not in k} == celdas(t)
        assert de["total", "total"] == t["totales"]["total"]
    jalisco, = [f for f in filas if f["tabla"] == "concentracion" and f["fila"] == "14" and f["columna"] == "total"]
    assert jalisco["fila_nombre"] == "Jalisco" and jalisco["porcentaje"]


def test_lo_que_no_ha_cambiado_no_se_repite(registro):
    c, asientos, _ = registro
    for consulta in ("", "?entidad=14", f"?al={hoy()}"):
        for accept in ("application/json", "text/csv"):
            h = {"Accept": accept}
            r = c.get(URL + consulta, encabezados=h)
            assert r.headers["Cache-Control"] == "public, no-cache"
            igual = c.get(URL + consulta, 304, encabezados={**h, "If-None-Match": r.etag})
            assert igual.etag == r.etag and igual.body == b""
            assert c.get(URL + consulta, encabezados=h).body == r.body
    antes = c.get(URL)
    asientos.agregar([{}])
    despues = c.get(URL, encabezados={"If-None-Match": antes.etag})
    assert despues.status == 200 and despues.json["total"] == antes.json["total"] + 1 and despues.json["version"] == antes.json["version"] + 1


def test_municipios_con_y_sin_acuerdos(registro):
    """By code or by name, each municipality counts once; what the catalogue does not know is told without code."""
    c, asientos, b = registro
    antes = c.get(URL)
    assert all(m["en_catalogo"] is None and m["sin_acuerdos"] is None for m in antes.json["municipios"])
    b.ctl("municipios", "cargar", os.path.join(RAIZ, "tests", "datos", "ageeml_municipios.csv"))
    assert c.get(URL, encabezados={"If-None-Match": antes.etag}, espera=200).etag != antes.etag

    def de(entidad):
        m, = [m for m in c.get(URL).json["municipios"] if m["clave"] == entidad]
        return tuple(m[k] for k in ("con_acuerdos", "sin_clave", "en_catalogo", "sin_acuerdos"))
    con, sin_clave, en_catalogo, sin_acuerdos = de("19")
    assert (en_catalogo, sin_acuerdos) == (2, 2)
    asientos.agregar([{"cve_ent": "19", "nivel": "municipal", "municipio": "monterrey "}, {"cve_ent": "19", "nivel": "municipal", "cve_mun": "039"}])
    assert de("19") == (con + 1, sin_clave, 2, 1)
    asientos.agregar([{"cve_ent": "19", "nivel": "municipal", "municipio": "Santiago de Arriba"}])
    assert de("19") == (con + 2, sin_clave + 1, 2, 1)
    assert de("01")[2:] == (None, None)
    texto = c.get(URL, encabezados={"Accept": "text/csv"}).body.decode()
    assert [x for x in texto.split("\r\n") if x.startswith("municipios,19,") and ",sin_acuerdos," in x][0].split(",")[-2] == "1"


@pytest.mark.parametrize("consulta", ["al=2026-13-01", "al=2999-01-01", "al=", "entidad=33", "entidad=14,", "entidad=Jalisco", "nivel=federal", "clase=x", "pais=XX", "pais=us",
                                      "region=luna", "tipo=x", "area=x", "anio_desde=99", "anio_desde=20a1", "anio_hasta=0000", "anio_desde=2000&anio_hasta=1999", "x=1",
                                      "nivel=estatal&nivel=municipal", "entidad=" + ",".join(["14"] * 65), "entidad=%27%29%3B%20drop%20table%20asiento--"])
def test_lo_que_no_se_entiende(registro, consulta):
    c, _, _ = registro
    r = c.get(f"{URL}?{consulta}", 400)
    assert r.slug == "parametro-invalido" and r.json["errors"][0]["que_hacer"]


def test_nada_que_contar(base_propia, lanzar):
    c = lanzar(base_propia).cliente()
    r = suma_bien(c.get(URL).json)
    assert r["total"] == 0 and r["concentracion"]["dos_tercios"] is None and r["version"] == 0
    assert len(tabla(r, "entidad_nivel")["filas"]) == 32 and all(f["porcentaje"] is None for f in tabla(r, "entidad_nivel")["filas"])
    assert c.get(URL, encabezados={"Accept": "text/csv"}).body
    c.get(URL, 406, encabezados={"Accept": "image/png"})
