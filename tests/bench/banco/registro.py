"""The public registry as it grows: the same questions to registries of several sizes, made by one generator and loaded as any table is; beside each, the bare select
that a person would write, by pgbench on the same server in the same round. Each class is asked twice: the same few addresses, whose answers the service keeps, and ever
another one («cada vez otra»), which it must find."""

import itertools
import os
import re
import time

from banco.medida import Medida, error, razon, wrk
from banco.procesos import decir
from banco.servidores import ROL_SERVICIO, Base, Dictamend
from support.contrato import RAIZ
from support.generador import TABLAS, Generador, Margenes, escribir, palabra
from support.tablas import celdas, tabla

CONEXIONES = 8
MAPA = os.path.join(RAIZ, "tests", "support", "generador.ini")
TODAS = "entidad,nivel,clase,pais,region,tipo,area,anio"
PAGINA = ("select asiento, n, indice, desde, hasta, region, datos from asiento_ficha where hasta is null and {} "
          "order by coalesce(fecha_firma, '-infinity') desc, asiento desc limit 26;")


def filtro(**f):
    """(path, condition) of exact values."""
    columna = {"entidad": "entidades && '{{{}}}'", "pais": "paises && '{{{}}}'", "area": "areas && '{{{}}}'", "clase": "clases && '{{{}}}'", "nivel": "nivel = '{}'",
               "tipo": "tipo = '{}'", "q": "busqueda @@ to_tsquery('spanish', '{}')", "lugar": "registro_palabras_lugar(lugar_firma) @@ registro_lugar('{}')",
               "inicia_desde": "vigencia_desde >= '{}'", "inicia_hasta": "vigencia_desde <= '{}'", "vence_desde": "vigencia_hasta >= '{}'", "vence_hasta": "vigencia_hasta <= '{}'"}
    return "/v1/registro?" + "&".join(f"{k}={v}" for k, v in f.items()), " and ".join(columna[k].format(v.replace("+", " & ")) for k, v in f.items())


# name: the questions of a class, asked at random
PREGUNTAS = {
    "página sin filtro": [("/v1/registro", "true")],
    "filtro común": [filtro(entidad="14"), filtro(entidad="19"), filtro(nivel="estatal"), filtro(clase="gubernamental"), filtro(pais="US"), filtro(area="cultura")],
    "filtro raro (de 0.1 a 1 %)": [filtro(entidad=e) for e in ("29", "01", "06", "23")] + [filtro(area="otra")],
    "dos filtros": [filtro(entidad="14", tipo="memorandum"), filtro(entidad="11", area="turismo"), filtro(pais="US", nivel="municipal"), filtro(entidad="30", clase="ong")],
    "palabra común (de 10 a 30 %)": [filtro(q=palabra(r)) for r in range(4)],
    "palabra media (de 0.5 a 1 %)": [filtro(q=palabra(r)) for r in range(50, 90, 5)],
    "palabra poco usada (0.05 %)": [filtro(q=palabra(r)) for r in range(1000, 1100, 10)],
    "palabra rara (0.002 %)": [filtro(q=palabra(r)) for r in range(20000, 20100, 10)],
    "lugar de firma (de 0.5 a 50 %)": [filtro(lugar=lugar) for lugar in ("mexico", "cristobal", "popayan")],
    "días de la vigencia": [filtro(inicia_desde="1999-05-01", inicia_hasta="1999-05-31"), filtro(inicia_hasta="2004-12-31"), filtro(vence_hasta="1999-12-31"),
                            filtro(vence_desde="2026-06-01", vence_hasta="2026-06-30"), filtro(vence_desde="2001-01-01", vence_hasta="2001-12-31", entidad="14")],
    "dos palabras comunes": [filtro(q=f"{palabra(a)}+{palabra(b)}") for a, b in ((0, 1), (0, 2), (1, 2), (1, 3))],
}
FACETAS = {
    "facetas de todo el Registro": [f"/v1/registro?limite=1&facetas={TODAS}"],
    "facetas con un filtro": [f"/v1/registro?limite=1&facetas={TODAS}&{f}" for f in ("entidad=14", "pais=US", "nivel=estatal", "area=cultura", "entidad=29")],
    "facetas con una palabra común": [f"/v1/registro?limite=1&facetas={TODAS}&q={palabra(r)}" for r in range(3)],
    "facetas con una palabra poco usada": [f"/v1/registro?limite=1&facetas={TODAS}&q={palabra(r)}" for r in range(1000, 1100, 10)],
}
UNO = "\\set i random(1, {})\nselect datos from asiento_ficha where hasta is null and asiento = 'G' || lpad((:i)::int::text, 8, '0');"


def distintas(rutas):
    """The same questions at thousands of addresses, so that hardly any answer is there already: with a first day of signature before all."""
    return [f"{r}{'&' if '?' in r else '?'}firma_desde={1600 + k // 336}-{1 + k // 28 % 12:02d}-{1 + k % 28:02d}" for k in range(4000 // len(rutas)) for r in rutas]


def permutadas(rutas):
    """The same counts at thousands of addresses: the facets named in another order."""
    ordenes = itertools.islice(itertools.permutations(TODAS.split(",")), 0, None, 29)
    return [r.replace(TODAS, ",".join(o)) for o in itertools.islice(ordenes, 4000 // len(rutas)) for r in rutas]


class Tamano:
    """One size: its database, how it was loaded, the service in front of it."""

    def __init__(self, banco, n):
        self.banco, self.n, self.entorno = banco, n, banco.entorno
        self.base = Base(banco.pg, banco.binarios, f"registro_{n}")
        self.margenes = Margenes()
        archivo = os.path.join(self.entorno.carpeta, "tmp", f"{n}.csv")
        decir(f"registry: {n} entries made and loaded")
        with open(archivo, "w", encoding="utf-8", newline="") as f:
            escribir(Generador(1).filas(n), f, self.margenes)
        os.chmod(archivo, 0o644)
        empezo = time.monotonic()
        self.entorno.correr([os.path.join(self.base.binarios, "dictamenctl"), "registro", "importar", archivo, "--mapa", MAPA], plazo=7200, **self.base.ambiente())
        self.carga = time.monotonic() - empezo
        os.unlink(archivo)
        self.base.sql("vacuum (analyze)")
        self.base.sql("checkpoint")
        self.servicio = Dictamend(self.base)
        self.m = {}

    def son_los_margenes(self):
        """What is measured is right: every table, before anything is timed."""
        c = self.servicio.cliente()
        empezo = time.monotonic()
        r = c.get("/v1/registro/estadisticas").json
        self.primera = time.monotonic() - empezo
        if r["total"] != self.n or any(celdas(tabla(r, k)) != dict(self.margenes.tablas[k]) for k in TABLAS) or celdas(tabla(r, "area")) != dict(self.margenes.areas):
            error(f"the statistics of {self.n} entries are not their margins")
        r = c.get(FACETAS["facetas de todo el Registro"][0]).json["facetas"]
        if r["total"] != self.n or r["parcial"]:
            error(f"the facets of {self.n} entries are not exact")
        for rango in (0, 60, 1000):
            r = c.get(f"/v1/registro?limite=1&facetas=nivel&q={palabra(rango)}").json["facetas"]
            if r["total"] != min(self.margenes.palabras[rango], 10000):
                error(f"{palabra(rango)} is in {self.margenes.palabras[rango]} of {self.n} entries, found {r['total']}")

    def rutas(self, que, rutas):
        camino = os.path.join(self.entorno.carpeta, "tmp", re.sub(r"\W+", "-", que) + ".txt")
        with open(camino, "w") as f:
            f.writelines(r + "\n" for r in rutas)
        os.chmod(camino, 0o644)
        m = wrk(self.entorno, "rutas.lua", self.servicio.anfitrion, CONEXIONES, self.banco.segundos, BENCH_RUTAS=camino)
        if m.malas:
            error(f"{que}: {m.malas} of {m.hechas} reads of {self.n} entries failed")
        self.m.setdefault(que, []).append(m)

    def pgbench(self, que, selects):
        """Plans are made once: the literals are part of each statement, as nobody else's parameters are."""
        guiones = []
        for i, s in enumerate(selects):
            camino = os.path.join(self.entorno.carpeta, "tmp", f"{re.sub(r'[^a-z]+', '-', que)}-{i}.sql")
            with open(camino, "w") as f:
                f.write(s + "\n")
            os.chmod(camino, 0o644)
            guiones += ["-f", camino]
        salida = self.entorno.correr([self.base.pg.programa("pgbench"), "-n", "-M", "prepared", *guiones, "-c", CONEXIONES, "-j", 2, "-T", self.banco.segundos, "-h",
                                      self.base.pg.carpeta, "-U", ROL_SERVICIO, self.base.nombre], plazo=self.banco.segundos + 60)
        tps = float(re.search(r"^tps = ([0-9.]+)", salida, re.M).group(1))
        media = float(re.search(r"^latency average = ([0-9.]+)", salida, re.M).group(1))
        self.m.setdefault("pgbench: " + que, []).append(Medida(tps, 0, 0, media, 0))

    def ronda(self):
        for que, preguntas in PREGUNTAS.items():
            self.pgbench(que, [PAGINA.format(condicion) for _, condicion in preguntas])
            self.rutas(que, [r for r, _ in preguntas])
            self.rutas(que + ", cada vez otra", distintas([r for r, _ in preguntas]))
        for que, rutas in FACETAS.items():
            self.rutas(que, rutas)
            self.rutas(que + ", cada vez otra", permutadas(rutas))
        self.pgbench("un asiento por su número", [UNO.format(self.n)])
        self.rutas("un asiento por su número", [f"/v1/registro/G{1 + i * (self.n - 1) // 499:08d}" for i in range(500)])
        self.rutas("estadísticas de todo el Registro", ["/v1/registro/estadisticas"])
        self.exportacion()

    def exportacion(self):
        """Rates of rows: the export's, and that of COPY of the same data in the same order."""
        destino = os.path.join(self.entorno.carpeta, "tmp", "exportado")
        for que, orden in (("exportar", [os.path.join(self.base.binarios, "dictamenctl"), "registro", "exportar", "--archivo", destino]),
                           ("exportar JSON", [os.path.join(self.base.binarios, "dictamenctl"), "registro", "exportar", "--formato", "jsonl", "--archivo", destino]),
                           ("COPY", [self.base.pg.programa("psql"), "-Xq", "-d", self.base.pg.uri(self.base.nombre), "-c",
                                     f"\\copy (select asiento, datos from asiento_ficha where hasta is null order by asiento) to '{destino}'"])):
            empezo = time.monotonic()
            self.entorno.correr(orden, plazo=1800, **self.base.ambiente())
            self.m.setdefault(que, []).append(Medida(self.n / (time.monotonic() - empezo), self.n, 0, 0, 0))
            os.unlink(destino)

    def decir(self, informe):
        informe.nota(f"{self.n} asientos: cargados en {self.carga:.1f} s, {60 * self.n / self.carga:.0f} por minuto; primera respuesta de las estadísticas, sin nada "
                     f"guardado, {1000 * self.primera:.0f} ms")
        for que, m in self.m.items():
            informe.cruda(f"{que}, {self.n} asientos", [x.por_segundo for x in m])


def medir(banco):
    tamanos = [int(n) for n in banco.o.asientos.split(",")]
    sitios = [Tamano(banco, n) for n in tamanos]
    for s in sitios:
        s.son_los_margenes()
    memoria = {s.n: [s.servicio.memoria()] for s in sitios}
    for _ in banco.ronda("registry"):
        for s in sitios:
            s.ronda()
    for s in sitios:
        memoria[s.n].append(s.servicio.memoria())
        s.servicio.parar()
    fila, chico, grande = banco.informe.fila, sitios[0], sitios[-1]
    for que in PREGUNTAS:
        for s in sitios:
            for como in ("", ", cada vez otra"):
                fila(f"{que}{como}, {s.n} asientos: lo que cuesta, frente al select a secas en pgbench", 1 / razon(s.m[que + como], s.m["pgbench: " + que]), 1.3, mayor=False)
    for que in [q + como for q in [*PREGUNTAS, *FACETAS] for como in ("", ", cada vez otra")]:
        fila(f"{que}: lo que cuesta con {grande.n} asientos frente a {chico.n}", razon(chico.m[que], grande.m[que]), 1.5, mayor=False)
    for s in sitios:
        fila(f"un asiento por su número, {s.n} asientos, frente a su select", 1 / razon(s.m["un asiento por su número"], s.m["pgbench: un asiento por su número"]))
        fila(f"estadísticas de {s.n} asientos, frente a leer un renglón por su índice", 1 / razon(s.m["estadísticas de todo el Registro"], s.m["pgbench: un asiento por su número"]),
             2, mayor=False)
        fila(f"estadísticas de {s.n} asientos, frente a un asiento por su número, también por HTTP",
             1 / razon(s.m["estadísticas de todo el Registro"], s.m["un asiento por su número"]), 2, mayor=False)
        fila(f"exportar {s.n} asientos en CSV, frente a COPY", razon(s.m["exportar"], s.m["COPY"]), 0.9)
        fila(f"exportar {s.n} asientos en JSON, frente a COPY", razon(s.m["exportar JSON"], s.m["COPY"]), 0.9)
        fila(f"memoria residente del servicio tras las rondas, {s.n} asientos", memoria[s.n][-1], unidad="MiB", decimales=1)
    for s in sitios:
        s.decir(banco.informe)
