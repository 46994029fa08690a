"""Pages by the days of the term and of inscription, by place, and by these with other filters: whatever way a page is found, it has each entry once and in order."""

from datetime import date, timedelta
from random import Random

import pytest

from conftest import AJUSTES
from support.asientos import Asientos
from support.servicio import Servicio
from support.tramite import con_gente

LUGARES = ("Guadalajara, Jalisco", "Kioto, Japón", "")
DIAS = {"inscrito": "inscrito_en", "inicia": "vigencia_desde", "vence": "vigencia_hasta"}


def ficha(azar, i):
    """Most in order: the term begins about the day of the signature and inscription follows; some of any day, some without."""
    firma = date(1995, 1, 1) + timedelta(days=azar.randrange(4000)) if azar.random() < 0.97 else None
    de = lambda minimo, maximo: (firma or date(2000, 1, 1)) + timedelta(days=azar.randint(minimo, maximo))  # noqa: E731
    return {"denominacion": f"Acuerdo {'sobre turismo' if i % 9 == 0 else 'de cultura'}", "fecha_firma": firma, "cve_ent": azar.choice(("14", "14", "14", "09", "29")),
            "lugar_firma": LUGARES[0 if i % 3 == 0 else 1 if i % 40 == 1 else 2],
            "inscrito_en": de(20, 60) if azar.random() < 0.9 else None,
            "vigencia_desde": de(0, 0) if azar.random() < 0.7 else de(-900, 900) if azar.random() < 0.5 else None,
            "vigencia_hasta": de(300, 3650) if azar.random() < 0.5 else None}


@pytest.fixture(scope="module")
def registro(cluster):
    b = con_gente(cluster)
    azar, asientos = Random(3), Asientos(b)
    filas = [ficha(azar, i) for i in range(1600)]
    # Few in a month of many, on both sides of a day in its middle
    filas += [{"denominacion": "Acuerdo de cultura", "fecha_firma": date(1999, 5, 1 + i % 28)} for i in range(20)]
    filas += [{"denominacion": "Acuerdo de cultura", "fecha_firma": d, "vigencia_hasta": date(2050, 6, 15)} for d in (date(2003, 3, 20), date(1999, 5, 20), date(1999, 5, 3))]
    filas = [{"lugar_firma": "", "inscrito_en": None, "vigencia_desde": None, "vigencia_hasta": None, "cve_ent": "14", **f} for f in filas]
    numeros = asientos.agregar(filas)
    # Another act: what it was before counts nowhere
    otra = [{**ficha(azar, i), "numero": numeros[i]} for i in range(0, 1600, 16)]
    asientos.agregar(otra)
    filas = [{**f, "numero": n} for f, n in zip(filas, numeros)]
    filas = list({f["numero"]: f for f in filas + otra}.values())
    b.sql("analyze")
    s = Servicio(b, AJUSTES).arrancar()
    yield filas, s.cliente()
    assert s.parar() == 0, s.ultimas_lineas()
    b.borrar()


def esperados(filas, pide):
    def es(f):
        for que, columna in DIAS.items():
            for lado, cumple in (("desde", lambda a, b: a >= b), ("hasta", lambda a, b: a <= b)):
                if f"{que}_{lado}" in pide and not (f[columna] and cumple(f[columna].isoformat(), pide[f"{que}_{lado}"])):
                    return False
        firma = f["fecha_firma"].isoformat() if f["fecha_firma"] else ""
        return (("lugar" not in pide or pide["lugar"] in f["lugar_firma"].lower()) and ("entidad" not in pide or f["cve_ent"] == pide["entidad"])
                and ("q" not in pide or pide["q"] in f["denominacion"]) and ("firma_desde" not in pide or firma >= pide["firma_desde"])
                and ("firma_hasta" not in pide or "" < firma <= pide["firma_hasta"]))
    return [f["numero"] for f in sorted(filter(es, filas), key=lambda f: (f["fecha_firma"] or date.min, f["numero"].encode()), reverse=True)]


FIJAS = [
    {"inicia_desde": "1999-05-01", "inicia_hasta": "1999-05-31"}, {"inicia_desde": "1999-05-03", "inicia_hasta": "1999-05-04"},
    {"inscrito_desde": "2001-01-01", "inscrito_hasta": "2001-12-31"}, {"vence_hasta": "1997-12-31"}, {"vence_desde": "2014-01-01"},
    {"inicia_hasta": "1992-12-31"}, {"inicia_desde": "1996-02-10", "vence_hasta": "1999-08-20", "inscrito_desde": "1996-05-05"},
    {"inscrito_hasta": "1999-12-31", "lugar": "kioto"}, {"vence_desde": "2003-01-01", "vence_hasta": "2003-03-31", "entidad": "29"},
    {"inicia_desde": "1998-01-01", "firma_hasta": "1997-12-31"}, {"inicia_hasta": "2001-07-15", "firma_desde": "1998-03-03", "q": "turismo"},
    {"vence_desde": "2050-06-01", "vence_hasta": "2050-06-30", "firma_desde": "1999-05-10"}, {"vence_desde": "2050-01-01", "firma_hasta": "1999-05-10"},
    {"lugar": "guadalajara", "q": "turismo"}, {"lugar": "japón", "firma_hasta": "2000-01-01"}]


@pytest.mark.parametrize("limite", [1, 7, 100])
def test_paginas_por_dias_y_lugar(registro, limite):
    filas, c = registro
    azar, preguntas = Random(limite), list(FIJAS)
    for _ in range(90):
        pide = {"entidad": azar.choice(("09", "29"))} if azar.random() < 0.3 else {}
        pide |= {"firma_desde": f"{azar.randint(1995, 2003)}-{azar.randint(1, 12):02d}-17"} if azar.random() < 0.4 else {}
        pide |= {"firma_hasta": f"{azar.randint(2001, 2005)}-{azar.randint(1, 12):02d}-11"} if azar.random() < 0.3 else {}
        for que in azar.sample(sorted(DIAS), azar.randint(1, 2)):
            desde, hasta = sorted(date(1993, 1, 1) + timedelta(days=azar.randrange(6000)) for _ in range(2))
            hasta = desde + timedelta(days=azar.randrange(200)) if azar.random() < 0.5 else hasta
            pide |= {f"{que}_desde": desde.isoformat()} if azar.random() < 0.7 else {}
            pide |= {f"{que}_hasta": hasta.isoformat()} if azar.random() < 0.7 else {}
        preguntas.append(pide)
    halladas = 0
    for pide in preguntas:
        debe = esperados(filas, pide)
        if limite == 1:  # the first ones; the rest by larger pages
            primeras, cursor = [], {}
            while cursor is not None and len(primeras) < 12:
                r = c.get("/v1/registro", consulta={**pide, "limite": 1, **cursor}).json
                primeras += [x["numero"] for x in r["datos"]]
                cursor = {"cursor": r["siguiente"]} if r["siguiente"] else None
            assert primeras == debe[:12], pide
        else:
            assert [x["numero"] for x in c.todos("/v1/registro", pide, limite=limite)] == debe, pide
        halladas += bool(debe)
    assert halladas > len(preguntas) / 3
