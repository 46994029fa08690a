"""Statistics come out exactly for thousands of generated entries whose margins are known, loaded as a historic load is, on three days, and then annotated; words,
filters, facets and pages find exactly what was made."""

import os
import subprocess
from collections import Counter
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest

from conftest import AJUSTES
from support.contrato import RAIZ
from support.generador import TABLAS, Generador, Margenes, escribir, palabra
from support.inscritos import url
from support.servicio import BIN, Servicio, libfaketime, saneador
from support.tablas import celdas, suma_bien, tabla
from support.tramite import Mundo, con_gente, hoy

URL = "/v1/registro/estadisticas"
MAPA = os.path.join(RAIZ, "tests", "support", "generador.ini")
CARGAS = ((60, 1500), (30, 1500), (0, 1200))  # days ago, entries
FACETAS = "entidad,nivel,clase,pais,region,tipo,area,anio"


def importar(base, archivo, dias):
    """As it would have been done so many days ago."""
    e = base.entorno()
    e.update(LD_PRELOAD=":".join(filter(None, (saneador(), libfaketime()))), FAKETIME=f"-{dias}d", FAKETIME_DONT_FAKE_MONOTONIC="1",
             ASAN_OPTIONS=":".join(filter(None, (e.get("ASAN_OPTIONS"), "verify_asan_link_order=0"))))
    p = subprocess.run([os.path.join(BIN, "dictamenctl"), "registro", "importar", str(archivo), "--mapa", MAPA], capture_output=True, text=True, env=e, timeout=300)
    assert p.returncode == 0, p.stdout + p.stderr


class Registro:
    """What was loaded and when, what it is now, and the service that tells of it."""

    def __init__(self, base, servicio, carpeta):
        self.base, self.c, self.hoy = base, servicio.cliente(), hoy()
        g, self.dias, cargadas = Generador(7), [], []
        for dias, n in CARGAS:
            nuevas = list(g.filas(n))
            archivo = carpeta / f"{dias}.csv"
            with open(archivo, "w", encoding="utf-8", newline="") as f:
                escribir(nuevas, f)
            importar(base, archivo, dias)
            cargadas = cargadas + nuevas
            self.dias.append((self.hoy - timedelta(days=dias), cargadas))
        self.filas = list(cargadas)
        mundo, self.anotadas = Mundo(base, servicio), 0
        for i, cuerpo, queda in g.anotaciones(cargadas, 0.015):
            asiento = url(self.filas[i]["clave"])
            mundo.titular.post(asiento + "/anotaciones", cuerpo, if_match=self.c.get(asiento).etag)
            self.filas[i] = queda
            self.anotadas += 1

    def pedir(self, consulta=""):
        return suma_bien(self.c.get(URL + consulta).json)


@pytest.fixture(scope="module")
def registro(cluster, tmp_path_factory):
    b = con_gente(cluster)
    s = Servicio(b, {**AJUSTES, "DICTAMEN_PLAZO_SENTENCIA_MS": "5000"}).arrancar()  # a plan gone wrong is refused, not waited for
    yield Registro(b, s, tmp_path_factory.mktemp("cargas"))
    assert s.parar() == 0, s.ultimas_lineas()
    b.borrar()


def son(r, filas):
    """The answer is the margins of these rows, all of it."""
    m = Margenes(filas)
    assert r["total"] == m.total
    for clave in TABLAS:
        assert celdas(tabla(r, clave)) == dict(m.tablas[clave]), clave
    assert celdas(tabla(r, "area")) == dict(m.areas)
    con = [(e["clave"], e["total"]) for e in r["concentracion"]["entidades"] if e["total"]]
    assert con == m.por_entidad() and r["concentracion"]["dos_tercios"] == m.dos_tercios()
    assert {e["clave"]: e["con_acuerdos"] for e in r["municipios"] if e["con_acuerdos"]} == {e: len(x) for e, x in m.municipios.items()}


def test_todo_el_registro(registro):
    assert registro.anotadas > 30
    son(registro.pedir(), registro.filas)


def test_como_estaba(registro):
    """At the end of each day of a load, the day before the first, and between; annotations came later."""
    assert registro.pedir(f"?al={registro.dias[0][0] - timedelta(days=1)}")["total"] == 0
    for dia, filas in registro.dias[:-1]:
        for al in (dia, dia + timedelta(days=9)):
            son(registro.pedir(f"?al={al}"), filas)
    dia, filas = registro.dias[0]
    son(registro.pedir(f"?al={dia}&entidad=14&nivel=municipal"), [f for f in filas if f["cve_ent"] == "14" and f["nivel"] == "municipal"])
    son(registro.pedir(f"?al={registro.hoy}"), registro.filas)


FILTROS = {
    "entidad=14": lambda f: f["cve_ent"] == "14",
    "entidad=19,31": lambda f: f["cve_ent"] in ("19", "31"),
    "nivel=estatal": lambda f: f["nivel"] == "estatal",
    "clase=ong": lambda f: f["clase"] == "ong",
    "pais=US": lambda f: f["pais"] == "US",
    "region=europa": lambda f: f["region"] == "europa",
    "tipo=memorandum": lambda f: f["tipo"] == "memorandum",
    "area=turismo": lambda f: "turismo" in f["areas"].split(";"),
    "anio_desde=1995": lambda f: f["fecha"] and f["fecha"].year >= 1995,
    "anio_desde=1991&anio_hasta=2005": lambda f: f["fecha"] and 1991 <= f["fecha"].year <= 2005,
    "region=america_del_norte&nivel=municipal&tipo=hermanamiento,otro":
        lambda f: f["region"] == "america_del_norte" and f["nivel"] == "municipal" and f["tipo"] in ("hermanamiento", "otro"),
}


@pytest.mark.parametrize("consulta", FILTROS)
def test_con_filtros(registro, consulta):
    filas = [f for f in registro.filas if FILTROS[consulta](f)]
    assert filas
    son(registro.pedir("?" + consulta), filas)
    dia, antes = registro.dias[0]
    son(registro.pedir(f"?{consulta}&al={dia}"), [f for f in antes if FILTROS[consulta](f)])


def test_los_contadores_son_lo_que_sale_de_contar(registro):
    """The counters of tables and of pairs, against counting from the cards, and the cards against the acts."""
    p = registro.base.verificar()
    assert p.returncode == 0, p.stdout + p.stderr


VALORES = {"entidad": lambda f: [f["cve_ent"]], "nivel": lambda f: [f["nivel"]], "clase": lambda f: [f["clase"]], "pais": lambda f: [f["pais"]] if f["pais"] else [],
           "region": lambda f: [f["region"]] if f["region"] else [], "tipo": lambda f: [f["tipo"]], "area": lambda f: f["areas"].split(";") if f["areas"] else [],
           "anio": lambda f: [str(f["fecha"].year) if f["fecha"] else ""]}


CON_FACETAS = ["", "entidad=14", "nivel=municipal,estatal", "clase=ong", "pais=US", "region=europa", "area=cultura", "tipo=otro,memorandum", "entidad=14&nivel=estatal",
               f"q={palabra(0)}", f"q={palabra(0)}&area=cultura"]


def quedan(filas, consulta):
    filtro = dict(p.split("=") for p in consulta.split("&") if p)
    rango = {palabra(0): 0}.get(filtro.pop("q", None))
    return [f for f in filas if (rango is None or rango in f["palabras"]) and all(set(v.split(",")) & set(VALORES[k](f)) for k, v in filtro.items())]


def cuentan(r, filas, valores):
    assert r["total"] == len(filas) > 0 and r["parcial"] is False
    for faceta, de in valores.items():
        assert {x["valor"]: x["n"] for x in r[faceta]} == Counter(v for f in filas for v in de(f)), faceta


@pytest.mark.parametrize("consulta", CON_FACETAS)
def test_facetas(registro, consulta):
    r = registro.c.get(f"/v1/registro?limite=1&facetas={FACETAS}&{consulta}".rstrip("&")).json["facetas"]
    cuentan(r, quedan(registro.filas, consulta), VALORES)


def estado(f, dia):
    """What is in force on a day, of what was loaded and not yet annotated (docs/registro.md)."""
    hasta = f["vigencia_hasta"] and date.fromisoformat(f["vigencia_hasta"])
    if hasta:
        return "vencido" if hasta < dia else "por_vencer" if hasta <= dia.replace(year=dia.year + 1) else "vigente"
    return "vigente" if f["vigencia"] in ("indefinida", "prorrogable") else "sin_dato"


@pytest.mark.parametrize("consulta", CON_FACETAS)
def test_facetas_como_estaban(registro, consulta):
    """As of the first load: what came and what was annotated later counts nowhere. By state, the one of that day."""
    dia, antes = registro.dias[0]
    r = registro.c.get(f"/v1/registro?limite=1&facetas={FACETAS},estado&al={dia}&{consulta}".rstrip("&")).json["facetas"]
    cuentan(r, quedan(antes, consulta), {**VALORES, "estado": lambda f: [estado(f, dia)]})


@pytest.mark.parametrize("cual", ["vigente", "por_vencer", "vencido", "sin_dato", "vencido,sin_dato", "terminado"])
def test_por_estado_como_estaba(registro, cual):
    dia, antes = registro.dias[0]
    assert [x["numero"] for x in registro.c.todos("/v1/registro", {"estado": cual, "al": dia.isoformat()}, limite=100)] == en_orden(
        f for f in antes if estado(f, dia) in cual.split(","))


def con_parte(f, rango):
    return f["contrapartes"] == f"Ciudad de {palabra(rango)}"


FINOS = {
    "numero=G000012": lambda f: f["clave"].startswith("G000012"),
    "numero=G00001234": lambda f: f["clave"] == "G00001234",
    f"parte={palabra(0)}": lambda f: con_parte(f, 0),
    f"parte=ciudad+de+{palabra(3)}&nivel=estatal": lambda f: con_parte(f, 3) and f["nivel"] == "estatal",
    f"q={palabra(0)}&parte={palabra(9)}": lambda f: con_parte(f, 9) and 0 in f["palabras"],
    "municipio=Municipio+14003": lambda f: f["municipio"] == "Municipio 14003",
    "municipio=002&entidad=14": lambda f: f["cve_mun"] == "002" and f["cve_ent"] == "14",
    "inicia_desde=2019-05-17&inicia_hasta=2020-02-03": lambda f: "2019-05-17" <= f["vigencia_desde"] <= "2020-02-03",
    "vence_hasta=1999-12-31": lambda f: "" < f["vigencia_hasta"] <= "1999-12-31",
    "vence_desde=2026-01-01&vence_hasta=2026-06-30&entidad=09,14,19": lambda f: "2026-01-01" <= f["vigencia_hasta"] <= "2026-06-30" and f["cve_ent"] in ("09", "14", "19"),
    "procedencia=carga_historica&tipo=otro&con_antecesor=no&con_sucesor=no": lambda f: f["tipo"] == "otro",
    "procedencia=expediente": lambda f: False,
    "con_antecesor=si": lambda f: False,
    "con_sucesor=si": lambda f: False,
    "lugar=guadalajara": lambda f: False,
    "lugar=---": lambda f: False,
    "lugar=ciudad+de+mexico": lambda f: f["lugar_firma"] == "Ciudad de México",
    "lugar=SAN+CRISTOBAL": lambda f: f["lugar_firma"].startswith("San Cristóbal"),
    f"lugar=popayán&q={palabra(0)}": lambda f: f["lugar_firma"] == "Popayán" and 0 in f["palabras"],
    "lugar=casas+chiapas&entidad=14&vence_desde=2000-01-01": lambda f: "Chiapas" in f["lugar_firma"] and f["cve_ent"] == "14" and f["vigencia_hasta"] >= "2000-01-01",
    "inicia_hasta=1994-06-15&vence_desde=1994-06-16": lambda f: "" < f["vigencia_desde"] <= "1994-06-15" < f["vigencia_hasta"],
    "inicia_desde=2021-01-01&inicia_hasta=2020-12-31": lambda f: False,
    "vence_desde=2600-01-01": lambda f: False,
    "inscrito_desde=2000-01-01": lambda f: False,
    "inicia_desde=2010-01-01&precision=anio,mes&nivel=municipal":
        lambda f: f["vigencia_desde"] >= "2010-01-01" and f["precision_fecha"] in ("anio", "mes") and f["nivel"] == "municipal",
    "precision=desconocida": lambda f: f["precision_fecha"] == "desconocida",
    "precision=desconocida&nivel=municipal": lambda f: f["precision_fecha"] == "desconocida" and f["nivel"] == "municipal",
    "procedencia=carga_historica&precision=desconocida,mes": lambda f: f["precision_fecha"] in ("desconocida", "mes"),
    "precision=mes&firma_desde=2015-01-01": lambda f: f["precision_fecha"] == "mes" and f["fecha_firma"] >= "2015-01-01",
    "vigencia=prorrogable&clase=ong&area=cultura": lambda f: f["vigencia"] == "prorrogable" and f["clase"] == "ong" and "cultura" in f["areas"].split(";"),
}


@pytest.mark.parametrize("consulta", FINOS)
def test_filtros_de_paginas(registro, consulta):
    """Every filter that pages have and statistics have not: which entries, in which order, in each order, and how many."""
    filas = [f for f in registro.filas if FINOS[consulta](f)]
    pide = dict(parse_qsl(consulta))

    def numeros(**mas):
        return [x["numero"] for x in registro.c.todos("/v1/registro", {**pide, **mas}, limite=100)]
    assert numeros() == en_orden(filas)
    assert numeros(orden="numero") == sorted(f["clave"] for f in filas)
    r = registro.c.get("/v1/registro", consulta={**pide, "limite": 1, "facetas": "nivel,pais"}).json["facetas"]
    assert r["total"] == len(filas) and r["parcial"] is False and sum(x["n"] for x in r["nivel"]) == len(filas)
    dia, antes = registro.dias[0]
    assert numeros(al=dia.isoformat()) == en_orden(f for f in antes if FINOS[consulta](f))


def en_orden(filas):
    """By signature, newest first, unknown ones last; of one day by number, the greatest first."""
    return [f["clave"] for f in sorted(filas, key=lambda f: (f["fecha_firma"], f["clave"]), reverse=True)]


def casos_de_paginas():
    rangos = [0, 3, 9, 20, 200, 2000]
    casos = [({"q": palabra(r)}, lambda f, r=r: r in f["palabras"]) for r in rangos]
    casos += [({"entidad": e}, lambda f, e=e: f["cve_ent"] == e) for e in ("14", "30", "29")]
    casos += [({"tipo": "otro"}, lambda f: f["tipo"] == "otro"), ({"area": "desarrollo_urbano"}, lambda f: "desarrollo_urbano" in f["areas"].split(";")),
              ({"q": palabra(3), "entidad": "14"}, lambda f: 3 in f["palabras"] and f["cve_ent"] == "14"),
              ({"q": palabra(9), "firma_desde": "1998-05-17"}, lambda f: 9 in f["palabras"] and f["fecha_firma"] >= "1998-05-17"),
              ({"q": palabra(9), "firma_hasta": "2003-08-01"}, lambda f: 9 in f["palabras"] and "" < f["fecha_firma"] <= "2003-08-01"),
              ({"q": palabra(9), "firma_desde": "1600-01-01", "firma_hasta": "1999-12-31"}, lambda f: 9 in f["palabras"] and "" < f["fecha_firma"] <= "1999-12-31"),
              ({"entidad": "30", "firma_desde": "1990-01-01", "firma_hasta": "2006-12-31"},
               lambda f: f["cve_ent"] == "30" and "1990-01-01" <= f["fecha_firma"] <= "2006-12-31"),
              ({"q": palabra(3), "vigencia": "indefinida"}, lambda f: 3 in f["palabras"] and f["vigencia"] == "indefinida"),
              ({"q": palabra(3), "precision": "desconocida"}, lambda f: 3 in f["palabras"] and f["precision_fecha"] == "desconocida"),
              ({"entidad": "14", "precision": "anio,mes"}, lambda f: f["cve_ent"] == "14" and f["precision_fecha"] in ("anio", "mes")),
              ({"tipo": "carta_de_intencion", "nivel": "estatal"}, lambda f: f["tipo"] == "carta_de_intencion" and f["nivel"] == "estatal")]
    return casos


def test_paginas_como_estaban(registro):
    """The same questions as of the first load."""
    dia, antes = registro.dias[0]
    for consulta, es in casos_de_paginas():
        assert [x["numero"] for x in registro.c.todos("/v1/registro", {**consulta, "al": dia.isoformat()}, limite=100)] == en_orden(f for f in antes if es(f)), consulta


@pytest.mark.parametrize("limite", [1, 7, 100])
def test_paginas(registro, limite):
    """Every entry once and in order, by whatever way the page is found: along the order, in a likely stretch of dates, or gathered."""
    for consulta, es in casos_de_paginas():
        esperado = en_orden(f for f in registro.filas if es(f))
        assert esperado or consulta == {"q": palabra(2000)}, consulta
        if limite == 1 and len(esperado) > 120:  # the first ones, and from the middle on as a cursor would
            primeras, cursor = [], {}
            for _ in range(60):
                r = registro.c.get("/v1/registro", consulta={**consulta, "limite": 1, **cursor}).json
                primeras += [x["numero"] for x in r["datos"]]
                cursor = {"cursor": r["siguiente"]}
            assert primeras == esperado[:60], consulta
        else:
            assert [x["numero"] for x in registro.c.todos("/v1/registro", consulta, limite)] == esperado, consulta
