"""What a person reads in the terminal: acts, refusals with what to do next, timelines, tables. Colours only on a terminal."""

import os
import shutil
import sys
import textwrap
from datetime import datetime

OFICINAS = {"gobierno_local": "gobierno local", "dgcp": "DGCP", "cja": "CJA"}
MARCAS = {"hecho": "✓", "en_curso": "●", "pendiente": "·", "no_aplica": "–", "interrumpido": "×"}
COLORES = {"negrita": "1", "tenue": "2", "verde": "32", "rojo": "31", "ambar": "33"}
SANGRIA = 19  # where the text of an act begins
MESES = "ene feb mar abr may jun jul ago sep oct nov dic".split()


def ancho():
    return max(80, min(100, shutil.get_terminal_size((96, 24)).columns))


def dia(texto):
    """«2026-11-20» as «20 nov 2026»."""
    a, m, d = texto[:10].split("-")
    return f"{int(d)} {MESES[int(m) - 1]} {a}"


def momento(texto):
    t = datetime.fromisoformat(texto)
    return f"{t.day} {MESES[t.month - 1]} {t:%H:%M}"


def lapso(x):
    """When a step was stood at, and for how many business days."""
    desde, hasta = momento(x["desde"]), momento(x["hasta"]) if "hasta" in x else ""
    if hasta and hasta != desde:
        desde += " a " + (hasta[-5:] if hasta[:-5] == desde[:-5] else hasta)
    return desde + (f" · {x['dias_habiles']} d" if "dias_habiles" in x else "")


ACENTOS = {"revision": "revisión", "recomendacion": "recomendación", "observacion": "observación"}


def palabras(slug):
    return " ".join(ACENTOS.get(p, p) for p in slug.split("_"))


class Relato:
    def __init__(self, salida=sys.stdout):
        self.salida = salida
        self.colores = salida.isatty() and "NO_COLOR" not in os.environ

    def color(self, nombre, texto):
        return f"\033[{COLORES[nombre]}m{texto}\033[0m" if self.colores else texto

    def linea(self, texto=""):
        print(texto, file=self.salida, flush=True)

    def parrafo(self, texto, sangria=0, primera=None, color=None):
        """Wrapped text; `primera` stands before its first line, within the indentation."""
        for i, trozo in enumerate(textwrap.wrap(texto, ancho() - sangria, break_on_hyphens=False) or [""]):
            cabeza = (primera if i == 0 and primera is not None else "").ljust(sangria)
            self.linea(cabeza + (self.color(color, trozo) if color else trozo))

    def titulo(self, texto, abajo=None, trazo="═"):
        self.linea()
        self.linea(self.color("negrita", trazo * ancho()))
        self.parrafo(texto, color="negrita")
        if abajo:
            self.parrafo(abajo)
        self.linea(self.color("negrita", trazo * ancho()))

    def apartado(self, texto):
        self.linea()
        self.linea(self.color("negrita", texto))

    def acto(self, paso, quien, que):
        paso = f"{paso:>2}" if paso else "  "
        self.parrafo(que, SANGRIA, f" {paso}  {quien:<13} ")

    def nota(self, texto):
        self.parrafo(texto, SANGRIA, color="tenue")

    def avance(self, p):
        """One line: the twelve steps as they stand, and in whose hands the file is."""
        tira = "".join(MARCAS[x["estado"]] for x in p["pasos"])
        if p["estado"] == "concluido":
            resto = f"concluido: {palabras(p.get('resultado', ''))}"
        else:
            resto = f"{palabras(p['estado'])} · turno: {OFICINAS[p['turno']]}"
            resto += f" · vence {dia(p['vence'])[:-5]}" if "vence" in p else ""
        self.linea(" " * (SANGRIA - 2) + self.color("verde", f"[{tira}]") + f" {resto}")

    def rechazo(self, r):
        p = r.json
        self.parrafo(f"{p['status']} · {p['title']}", SANGRIA + 2, " " * SANGRIA + "✗ ", "rojo")
        self.parrafo(p["detail"], SANGRIA + 2)
        for e in p.get("errors", []):
            self.parrafo(f"{e['detail']} → {e['que_hacer']}", SANGRIA + 4, " " * (SANGRIA + 2) + "· ")
        self.parrafo(f"Qué hacer: {p['que_hacer']}", SANGRIA + 2, color="ambar")

    def linea_de_tiempo(self, p, quien):
        """GET …/pasos as a table, with the acts and documents of each step under it, as that person may see it."""
        fin = palabras(p.get("resultado") or p["estado"])
        self.apartado(f"  Línea de tiempo de {p.get('folio', p['expediente'])} · {fin} · como la ve {quien}")
        for x in p["pasos"]:
            self._paso(x)
        dias = p["dias_por_oficina"]
        self.linea("    Días hábiles en manos de cada oficina: " + " · ".join(f"{OFICINAS[o]} {dias[o]}" for o in OFICINAS))
        if p.get("pendiente"):
            self.parrafo(f"Pendiente: {p['pendiente']}", 4)

    def _paso(self, x):
        cuando = lapso(x) if x["estado"] != "pendiente" and "desde" in x else ""
        marca = MARCAS[x["estado"]]
        oficina = "local" if x["oficina"] == "gobierno_local" else OFICINAS[x["oficina"]]
        self.linea(f"  {self.color('verde', marca) if marca == '✓' else marca} {x['paso']:>2} {x['titulo']:<36}  {oficina:<6}{cuando}".rstrip())
        partes = [_acto(a) for a in x["actos"]] + [f"«{d['nombre']}»" + (f" v{d['version']}" if "version" in d else "") for d in x["documentos"]]
        if x.get("eventualidad"):
            partes.append("eventualidad declarada")
        if partes:
            self.parrafo(" · ".join(partes), 7, color="tenue")

    def tabla(self, filas):
        """Columns as wide as they need; the first row is the heading."""
        anchos = [max(len(str(f[i])) for f in filas) for i in range(len(filas[0]))]
        for n, fila in enumerate(filas):
            texto = " " + "  ".join(str(c).ljust(a) for c, a in zip(fila, anchos)).rstrip()
            self.linea(self.color("negrita", texto) if n == 0 else texto)
            if n == 0:
                self.linea(" " + "  ".join("─" * a for a in anchos))


def _acto(a):
    texto = palabras(a["acto"]) + (f" {a['numero']}" if "numero" in a else "")
    return texto + (" (con acuse)" if a.get("acusada") else "")
