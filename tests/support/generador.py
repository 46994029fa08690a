#!/usr/bin/python3
"""Made entries of the registry, with the skew of the real one and margins that are known; the same seed gives the same bytes.

  tests/support/generador.py N [--semilla S] [--csv FILE] [--margenes FILE]

What each is drawn from:
  state, period   the published table of January 2011 (tests/datos/tabla_2011.csv), cell by cell, each cell with 0.03 more so that none is impossible; three of five
                  entries are then moved to 2011–2025, evenly over the years, with their state
  month, day      evenly; how much of the date is known: day 70 %, month 8 %, year 20 %, nothing 2 %
  level           estatal 45 %, municipal 55 %, with a municipality by Zipf's law over 1 … MUNICIPIOS of its state, without its code in one of four
  counterpart     gubernamental 66 %, ong 16 %, privado 11 %, organismo_internacional 7 % (without a country)
  country         37 % US; the others of config/paises.csv by Zipf's law, in an order of the seed's
  kind, areas     fixed weights (TIPOS, AREAS), none to three areas
  place           every other one Ciudad de México; one of fifty of the rest San Cristóbal de las Casas, one of two hundred Popayán; the others without
  term            determinada 45 %, indefinida 25 %, prorrogable 10 %, sin_dato 20 %
  words           three to eight of a title and one of the counterpart's name, by Zipf's law over PALABRAS made words. They end in k, so that no stemmer knows an
                  ending: palabra(0) is in some 28 % of all entries, palabra(PALABRAS - 1) in hardly any, and how many hold each is counted (Margenes.palabras)
  annotations     anotaciones(): which entries get another act, what, and what the entry is afterwards
"""

import argparse
import bisect
import csv
import itertools
import json
import os
import random
import sys
from collections import Counter
from datetime import date

RAIZ = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BLOQUE = 10000
PALABRAS = 30000
MUNICIPIOS = 60
ULTIMO = 2025
TIPOS = {"hermanamiento": 30, "cooperacion_especifica": 24, "memorandum": 16, "cooperacion_universitaria_marco": 12, "carta_de_intencion": 9,
         "cooperacion_universitaria_especifica": 6, "otro": 3}
AREAS = {"educacion": 28, "cultura": 22, "turismo": 14, "comercio": 11, "ciencia_y_tecnologia": 8, "medio_ambiente": 5, "inversion": 4, "desarrollo_urbano": 3,
         "capital_humano": 2, "seguridad": 2, "otra": 1}
CLASES = {"gubernamental": 66, "ong": 16, "privado": 11, "organismo_internacional": 7}
VIGENCIAS = {"determinada": 45, "indefinida": 25, "sin_dato": 20, "prorrogable": 10}
PRECISIONES = {"dia": 70, "anio": 20, "mes": 8, "desconocida": 2}
CAMBIOS = [date(a, 12, 1) for a in (1970, 1976, 1982, 1988, 1994, 2000, 2006, 2012, 2018)] + [date(2024, 10, 1)]  # of administration
COLUMNAS = ("clave", "denominacion", "tipo", "nivel", "partes_mexicanas", "partes_nivel", "cve_ent", "cve_mun", "municipio", "contrapartes", "clase", "pais", "lugar",
            "areas", "idiomas", "fecha_firma", "precision_fecha", "lugar_firma", "vigencia", "vigencia_desde", "vigencia_hasta", "terminado_en")


LUGARES = ((2, 0, "Ciudad de México"), (50, 1, "San Cristóbal de las Casas, Chiapas"), (200, 3, "Popayán"), (1, 0, ""))  # of the numbers that leave that rest


def leer(camino):
    with open(os.path.join(RAIZ, camino), encoding="utf-8") as f:
        return list(csv.DictReader(f))


def palabra(i):
    """The made word of rank i, from 0."""
    silabas = ""
    i += 70  # two syllables at least
    while i:
        i, resto = divmod(i, 70)
        silabas += "bdfglmnprstvjz"[resto // 5] + "aeiou"[resto % 5]
    return silabas + "k"


class Sorteo:
    """Weighted draws, a block at a time."""

    def __init__(self, azar, pesos):
        self.azar, self.valores, self.sumas = azar, list(pesos), list(itertools.accumulate(pesos.values()))

    def uno(self):
        return self.valores[bisect.bisect(self.sumas, self.azar.random() * self.sumas[-1])]

    def varios(self, n):
        return self.azar.choices(self.valores, cum_weights=self.sumas, k=n)


def zipf(valores, exponente=1.0, desde=1):
    return {v: 1 / (i + desde) ** exponente for i, v in enumerate(valores)}


class Generador:
    def __init__(self, semilla=1):
        self.azar = a = random.Random(semilla)
        paises = leer("config/paises.csv")
        self.region = {p["codigo"]: p["region"] for p in paises}
        otros = [p["codigo"] for p in paises if p["codigo"] not in ("US", "MX")]
        a.shuffle(otros)
        resto = zipf(otros)
        suma = sum(resto.values())
        tabla = [r for r in leer("tests/datos/tabla_2011.csv") if r["cve_ent"]]
        periodos = [k for k in tabla[0] if k.startswith("p") and not k.endswith("_pct")]
        self.sorteos = {
            "celda": Sorteo(a, {(r["cve_ent"], int(p[1:5])): int(r[p]) + 0.03 for r in tabla for p in periodos}),
            "pais": Sorteo(a, {"US": 37, **{c: 63 * x / suma for c, x in resto.items()}}),
            "municipio": Sorteo(a, zipf(range(1, MUNICIPIOS + 1))),
            "palabra": Sorteo(a, zipf(range(PALABRAS), desde=2)),
            **{k: Sorteo(a, v) for k, v in (("tipo", TIPOS), ("area", AREAS), ("clase", CLASES), ("vigencia", VIGENCIAS), ("precision", PRECISIONES))}}
        self.hechas = 0

    def filas(self, n):
        """Entries as dicts by COLUMNAS, with `palabras` (the ranks that it holds), `fecha` (date or None) and `region` beside."""
        while n > 0:
            k = min(n, BLOQUE)
            n -= k
            s = {que: sorteo.varios(k) for que, sorteo in self.sorteos.items() if que != "palabra"}
            palabras = iter(self.sorteos["palabra"].varios(9 * k))
            for i in range(k):
                self.hechas += 1
                yield self._fila(self.hechas, {que: v[i] for que, v in s.items()}, palabras)

    def _fecha(self, periodo, precision):
        azar = self.azar.random
        anio = periodo + int(5 * azar()) if azar() < 0.4 else 2011 + int((ULTIMO - 2010) * azar())
        if precision == "desconocida":
            return None
        return date(anio, 1 if precision == "anio" else 1 + int(12 * azar()), 1 + int(28 * azar()) if precision == "dia" else 1)

    def _fila(self, i, s, palabras):
        azar = self.azar.random
        (ent, periodo), clase, vigencia, tipo = s["celda"], s["clase"], s["vigencia"], s["tipo"]
        nivel = "municipal" if azar() < 0.55 else "estatal"
        pais = "" if clase == "organismo_internacional" else s["pais"]
        fecha = self._fecha(periodo, s["precision"])
        areas = list(dict.fromkeys(self.sorteos["area"].varios(int(4 * azar()))))
        cve_mun = municipio = ""
        if nivel == "municipal":
            municipio, cve_mun = f"Municipio {ent}{s['municipio']:03d}", f"{s['municipio']:03d}" if azar() < 0.75 else ""
        rangos = [next(palabras) for _ in range(4 + int(6 * azar()))]
        ciudad, *titulo = map(palabra, rangos)
        desde = fecha.isoformat() if fecha and vigencia == "determinada" else ""
        return {"clave": f"G{i:08d}", "denominacion": f"Acuerdo de {tipo.replace('_', ' ')} sobre {' '.join(titulo)}", "tipo": tipo, "nivel": nivel,
                "partes_mexicanas": f"Ayuntamiento de {municipio}" if municipio else f"Gobierno {ent}", "partes_nivel": nivel, "cve_ent": ent, "cve_mun": cve_mun,
                "municipio": municipio, "contrapartes": f"Ciudad de {ciudad}", "clase": clase, "pais": pais, "lugar": "", "areas": ";".join(areas), "idiomas": "es",
                "fecha_firma": fecha.isoformat() if fecha else "", "precision_fecha": s["precision"],
                "lugar_firma": next(l for cada, resto, l in LUGARES if i % cada == resto), "vigencia": vigencia, "vigencia_desde": desde,
                "vigencia_hasta": fecha.replace(year=fecha.year + 1 + int(9 * azar())).isoformat() if desde else "", "terminado_en": "", "palabras": set(rangos),
                "fecha": fecha, "region": self.region.get(pais, "")}

    def anotaciones(self, filas, parte=0.02):
        """(which of `filas`, {"acto", "datos"} as the API takes it, the row afterwards) for that share of them, at most one each."""
        for i, f in enumerate(filas):
            if self.azar.random() >= parte:
                continue
            otra = self.azar.choice
            tipo, areas = otra([t for t in TIPOS if t != f["tipo"]]), [otra([a for a in AREAS if a not in f["areas"].split(";")])]
            if f["vigencia"] == "determinada" and self.azar.random() < 0.5:
                yield i, {"acto": "renovacion", "datos": {"vigencia": "indefinida"}}, {**f, "vigencia": "indefinida", "vigencia_hasta": ""}
            elif self.azar.random() < 0.5:
                yield i, {"acto": "correccion", "datos": {"motivo": "Error de captura", "cambios": {"tipo": tipo, "areas": areas}}}, {**f, "tipo": tipo, "areas": areas[0]}
            else:
                yield i, {"acto": "modificacion", "datos": {"motivo": "Adenda", "cambios": {"areas": areas}}}, {**f, "areas": areas[0]}


# ---- what must come out of the statistics -------------------------------------------------------------------------------------------------------


def quinquenio(f):
    if not f["fecha"]:
        return "sin_fecha"
    primero = f["fecha"].year - (f["fecha"].year - 1) % 5
    return f"{primero}-{primero + 4}"


def administracion(f):
    d = f["fecha"]
    if d is None:
        return "sin_fecha"
    if f["precision_fecha"] == "anio" and any(c.year == d.year for c in CAMBIOS):
        return "anio_de_cambio"
    return max(c for c in CAMBIOS if c <= d).isoformat()


def anio_mes(f):
    d = f["fecha"]
    return ("sin_fecha", "sin_mes") if d is None else (str(d.year), "sin_mes" if f["precision_fecha"] == "anio" else f"{d.month:02d}")


TABLAS = {
    "entidad_nivel": lambda f: (f["cve_ent"], f["nivel"]),
    "entidad_clase": lambda f: (f["cve_ent"], f["clase"]),
    "entidad_region": lambda f: (f["cve_ent"], f["region"] or "sin_dato"),
    "entidad_quinquenio": lambda f: (f["cve_ent"], quinquenio(f)),
    "entidad_administracion": lambda f: (f["cve_ent"], administracion(f)),
    "entidad_tlcan": lambda f: (f["cve_ent"], "sin_fecha" if f["fecha"] is None else "antes" if f["fecha"] < date(1994, 1, 1) else "desde"),
    "anio_mes": anio_mes,
    "pais": lambda f: f["pais"] or "sin_dato",
    "tipo": lambda f: f["tipo"],
    "vigencia": lambda f: f["vigencia"],
}


class Margenes:
    """The tables as `GET /v1/registro/estadisticas` must give them: cells that are not 0, by (row, column) or by row."""

    def __init__(self, filas=()):
        self.total, self.tablas, self.areas, self.palabras, self.municipios = 0, {k: Counter() for k in TABLAS}, Counter(), Counter(), {}
        for f in filas:
            self.agregar(f)

    def agregar(self, f):
        self.total += 1
        for clave, de in TABLAS.items():
            self.tablas[clave][de(f)] += 1
        self.areas.update(f["areas"].split(";") if f["areas"] else ["sin_dato"])
        self.palabras.update(f["palabras"])
        if f["nivel"] == "municipal":
            self.municipios.setdefault(f["cve_ent"], set()).add(f["cve_mun"] or f["municipio"])

    def por_entidad(self):
        """States from the largest down; of equal ones the lower code first."""
        c = Counter()
        for (ent, _), n in self.tablas["entidad_nivel"].items():
            c[ent] += n
        return sorted(c.items(), key=lambda x: (-x[1], x[0]))

    def dos_tercios(self):
        """How many states make two thirds."""
        suma = 0
        for k, (_, n) in enumerate(self.por_entidad(), 1):
            suma += n
            if 3 * suma >= 2 * self.total:
                return k
        return None

    def json(self):
        return {"total": self.total, "tablas": {k: [[*(x if isinstance(x, tuple) else (x,)), n] for x, n in sorted(c.items())] for k, c in self.tablas.items()},
                "areas": dict(sorted(self.areas.items())), "concentracion": self.por_entidad(), "dos_tercios": self.dos_tercios(),
                "municipios": {e: len(m) for e, m in sorted(self.municipios.items())},
                "palabras": {palabra(r): n for r, n in self.palabras.most_common(100)}}


def escribir(filas, archivo, margenes=None):
    """The CSV; what it holds goes into `margenes` on the way."""
    w = csv.DictWriter(archivo, COLUMNAS, extrasaction="ignore", lineterminator="\r\n")
    w.writeheader()
    for f in filas:
        w.writerow(f)
        if margenes:
            margenes.agregar(f)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("n", type=int)
    p.add_argument("--semilla", type=int, default=1)
    p.add_argument("--csv", metavar="FILE")
    p.add_argument("--margenes", metavar="FILE")
    o = p.parse_args()
    m = Margenes()
    with open(o.csv, "w", encoding="utf-8", newline="") if o.csv else sys.stdout as f:
        escribir(Generador(o.semilla).filas(o.n), f, m)
    if o.margenes:
        with open(o.margenes, "w", encoding="utf-8") as f:
            json.dump(m.json(), f, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
