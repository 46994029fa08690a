"""What was found: ratios with the aims beside, then every raw figure behind them."""

import json
import os
import statistics


class Informe:
    def __init__(self):
        self.filas, self.crudas, self.notas = [], {}, []

    def fila(self, que, valor, meta=None, mayor=True, unidad="×", decimales=2):
        """`mayor`: whether more is better. Without an aim it is only told."""
        cumple = None if meta is None else (valor >= meta if mayor else valor <= meta)
        self.filas.append({"que": que, "valor": round(valor, 4), "unidad": unidad, "meta": meta, "mayor": mayor, "cumple": cumple,
                           "decimales": decimales})

    def cruda(self, que, valores, unidad="/s"):
        self.crudas[que] = {"unidad": unidad, "valores": [round(v, 3) for v in valores]}

    def nota(self, texto):
        self.notas.append(texto)

    def imprimir(self):
        ancho = max((len(f["que"]) for f in self.filas), default=0)
        print(f"\n{'Qué':<{ancho}}  {'Medido':>10}  {'Meta':>10}  ¿Se cumple?")
        for f in self.filas:
            medido = f"{f['valor']:.{f['decimales']}f} {f['unidad']}"
            meta = "" if f["meta"] is None else f"{'≥' if f['mayor'] else '≤'} {f['meta']:g} {f['unidad']}"
            print(f"{f['que']:<{ancho}}  {medido:>10}  {meta:>10}  {'' if f['cumple'] is None else 'sí' if f['cumple'] else 'NO'}")
        print("\nCifras de cada ronda (la mediana primero):")
        for que, c in self.crudas.items():
            print(f"  {que}: {statistics.median(c['valores']):.6g} {c['unidad']}  [{' '.join(f'{v:.6g}' for v in c['valores'])}]")
        for n in self.notas:
            print(f"  {n}")

    def guardar(self, camino):
        with open(camino, "w") as f:
            json.dump({"filas": self.filas, "crudas": self.crudas, "notas": self.notas}, f, ensure_ascii=False, indent=1)


def maquina():
    """What it ran on, in one line."""
    modelo = memoria = "?"
    with open("/proc/cpuinfo") as f:
        modelo = next((x.split(":", 1)[1].strip() for x in f if x.startswith("model name")), modelo)
    with open("/proc/meminfo") as f:
        memoria = f"{int(next(x for x in f if x.startswith('MemTotal:')).split()[1]) / 1048576:.0f} GiB"
    return f"{os.cpu_count()} × {modelo}, {memoria}, Linux {os.uname().release}; carga media {os.getloadavg()[0]:.1f}"
