"""One measurement each: wrk against the service, pgbench against the tables. Every one says how much it did in how many seconds."""

import os
import re
import statistics
from collections import namedtuple

from banco.carga import id_de
from banco.servidores import ROL_SERVICIO, USUARIO

AQUI = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NOTA = "Se habló con el enlace; enviará el acta de cabildo mañana."

Medida = namedtuple("Medida", "por_segundo hechas malas p50 p99")  # latencies in ms
ERRORES = []  # what makes the whole run worthless


def error(texto):
    ERRORES.append(texto)
    print(f"!! {texto}", flush=True)


def version_en_base(base, primero, cuantos):
    ids = "', '".join(id_de(i) for i in range(primero, primero + cuantos))
    return sum(int(v) for _, v in base.sql(f"select id, version from expediente where id in ('{ids}')"))


def wrk(entorno, guion, anfitrion, conexiones, segundos, **ambiente):
    hilos = min(2, conexiones)
    salida = entorno.correr(["wrk", "-t", hilos, "-c", conexiones, "-d", f"{segundos}s", "--timeout", "10s", "-s", os.path.join(AQUI, guion),
                             f"http://{anfitrion}/"], plazo=segundos + 60, BENCH_HILOS=str(hilos), BENCH_HOST=anfitrion, **ambiente)
    m = re.search(r"^BENCH (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", salida, re.M)
    hechas, us, malas, rotas, p50, p99 = map(int, m.groups())
    return Medida((hechas - malas) * 1e6 / us, hechas, malas + rotas, p50 / 1000, p99 / 1000)


def escribir(entorno, nombre, lineas):
    camino = os.path.join(entorno.carpeta, "tmp", nombre)
    with open(camino, "w") as f:
        f.writelines(f"{a} {b}\n" for a, b in lineas)
    os.chmod(camino, 0o644)
    return camino


def actos(base, servicio, clave, indices, conexiones, segundos):
    """Acts by wrk; `indices`: the files, whose versions are asked first and whose growth is compared afterwards."""
    ids = "', '".join(id_de(i) for i in indices)
    estado = f"select id, version from expediente where id in ('{ids}') order by version, md5(id::text)"
    antes = base.sql(estado)
    archivo = escribir(base.entorno, "actos.txt", antes)
    m = wrk(base.entorno, "actos.lua", servicio.anfitrion, conexiones, segundos, BENCH_ARCHIVOS=archivo, BENCH_CLAVE=clave, BENCH_NOTA=NOTA)
    en_base = sum(int(v) for _, v in base.sql(estado)) - sum(int(v) for _, v in antes)
    if m.malas > m.hechas / 1000:
        error(f"{m.malas} of {m.hechas} acts at {conexiones} connections were not answered with 2xx")
    if en_base < m.hechas - m.malas:
        error(f"{m.hechas - m.malas} acts were acknowledged, the database has {en_base}")
    return m


def lecturas(base, servicio, clave, archivo, sufijo, conexiones, segundos, condicional=False):
    m = wrk(base.entorno, "lecturas.lua", servicio.anfitrion, conexiones, segundos, BENCH_ARCHIVOS=archivo, BENCH_CLAVE=clave,
            BENCH_SUFIJO=sufijo, BENCH_CONDICIONAL="1" if condicional else "0")
    if m.malas:
        error(f"{m.malas} of {m.hechas} reads at {conexiones} connections failed")
    return m


def pgbench(base, guion, clientes, segundos, rol, protegido=True, **variables):
    """With the service's own rights and row-level security, or (protegido=False) as the tables' owner, whom no policy binds."""
    # One plan for all executions: left to itself, the server may plan each one anew, at several times the price.
    opciones = "-c plan_cache_mode=force_generic_plan" + (f" -c role=dictamen_servicio -c dictamen.rol={rol}" if protegido else "")
    orden = [base.pg.programa("pgbench"), "-n", "-M", "prepared", "-f", os.path.join(AQUI, guion), "-c", clientes, "-j", min(2, clientes), "-T",
             segundos, *(x for k, v in variables.items() for x in ("-D", f"{k}={v}")), "-h", base.pg.carpeta,
             "-U", ROL_SERVICIO if protegido else USUARIO, base.nombre]
    salida = base.entorno.correr(orden, plazo=segundos + 60, PGOPTIONS=opciones)
    tps = float(re.search(r"^tps = ([0-9.]+)", salida, re.M).group(1))
    hechas = int(re.search(r"transactions actually processed: (\d+)", salida).group(1))
    media = float(re.search(r"^latency average = ([0-9.]+)", salida, re.M).group(1))
    return Medida(tps, hechas, 0, media, 0)


class Reserva:
    """Files that nobody has acted on yet, handed out in runs."""

    def __init__(self, primero, cuantos):
        self.siguiente, self.fin = primero, primero + cuantos

    def tomar(self, n):
        primero = self.siguiente
        self.siguiente += n
        if self.siguiente > self.fin:
            raise SystemExit("bench: too few files were loaded")
        return primero


def pgbench_actos(base, reserva, archivos, clientes, segundos, actor, protegido=True):
    propios = max(1, archivos // clientes)
    primero = reserva.tomar(propios * clientes)
    antes = version_en_base(base, primero, propios * clientes)
    m = pgbench(base, "acto.sql", clientes, segundos, "sistema", protegido, primero=primero, propios=propios, k=0, usuario=actor["usuario"],
                organizacion=actor["organizacion"], datos=actor["datos"], efectos=actor["efectos"])
    en_base = version_en_base(base, primero, propios * clientes) - antes
    if en_base != m.hechas:
        error(f"pgbench says {m.hechas} acts, the database has {en_base}")
    return m


def pgbench_lecturas(base, primero, cuantos, clientes, segundos, protegido=True):
    return pgbench(base, "lectura.sql", clientes, segundos, "dgcp", protegido, primero=primero, cuantos=cuantos)


def razon(unas, otras):
    """Median of the rounds' own ratios: what was measured side by side is compared."""
    return statistics.median(a.por_segundo / b.por_segundo for a, b in zip(unas, otras))
