"""Precision and recall of the pre-check's rules on the test set.

    python3 tests/revision/medir.py [--conjunto a|b] [--errores] DICTAMENCTL

A rule is right when it makes an observation on a text in which its fault was planted. All but `a` are held out; --errores shows where a set
was judged wrong (for tuning: never with those).
"""
import argparse
import collections
import json
import pathlib
import subprocess
import tempfile

import textos


def observadas(dictamenctl, t, carpeta):
    archivo = pathlib.Path(carpeta) / f"{t.id}.txt"
    archivo.write_text("\n".join(t.parrafos) + "\n", encoding="utf-8")
    orden = [dictamenctl, "reglas", "aplicar", "--ambito", t.ambito, "--texto", str(archivo)]
    salida = subprocess.run(orden, check=True, capture_output=True, text=True, timeout=60).stdout
    filas = [json.loads(r) for r in salida.splitlines()]
    return {f["regla"] for f in filas if f["tipo"] in ("falta", "hallada")}, filas


class Cuenta:
    def __init__(self):
        self.bien = self.de_mas = self.de_menos = 0

    def sumar(self, otra):
        self.bien += otra.bien
        self.de_mas += otra.de_mas
        self.de_menos += otra.de_menos

    @property
    def precision(self):
        return self.bien / (self.bien + self.de_mas) if self.bien + self.de_mas else None

    @property
    def cobertura(self):
        return self.bien / (self.bien + self.de_menos) if self.bien + self.de_menos else None


def medir(dictamenctl, conjunto, errores=None):
    """Counts by rule, in the rules' order, over the texts of one set."""
    orden = subprocess.run([dictamenctl, "reglas", "probar"], check=True, capture_output=True, text=True).stdout
    reglas = {json.loads(r)["regla"]: Cuenta() for r in orden.splitlines()}
    with tempfile.TemporaryDirectory() as carpeta:
        for t in textos.todos():
            if t.conjunto != conjunto:
                continue
            vistas, filas = observadas(dictamenctl, t, carpeta)
            if errores is not None and vistas != t.faltas:
                errores.append((t, vistas - t.faltas, t.faltas - vistas, filas))
            for regla in vistas | t.faltas:
                c = reglas[regla]
                c.bien += regla in vistas and regla in t.faltas
                c.de_mas += regla in vistas and regla not in t.faltas
                c.de_menos += regla not in vistas and regla in t.faltas
    return reglas


def total(reglas):
    suma = Cuenta()
    for c in reglas.values():
        suma.sumar(c)
    return suma


def por_ciento(x):
    return "–" if x is None else f"{100 * x:.0f} %"


def imprimir(conjunto, reglas):
    n = collections.Counter(t.ambito for t in textos.todos() if t.conjunto == conjunto)
    print(f"\nConjunto {conjunto}: {n['proyecto']} acuerdos y {n['solicitud']} oficios\n")
    print("| regla | halladas | de más | de menos | precisión | cobertura |\n|---|---:|---:|---:|---:|---:|")
    for nombre, c in [*reglas.items(), ("**todas**", total(reglas))]:
        if c.bien + c.de_mas + c.de_menos:
            print(f"| {nombre} | {c.bien} | {c.de_mas} | {c.de_menos} | {por_ciento(c.precision)} | {por_ciento(c.cobertura)} |")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("dictamenctl")
    p.add_argument("--conjunto", choices=["a", "b", "c", "d"])
    p.add_argument("--errores", action="store_true")
    a = p.parse_args()
    for conjunto in [a.conjunto] if a.conjunto else ["a", "b", "c", "d"]:
        errores = [] if a.errores else None
        imprimir(conjunto, medir(a.dictamenctl, conjunto, errores))
        for t, de_mas, de_menos, filas in errores or []:
            print(f"\n{t.id}: de más {sorted(de_mas)}, de menos {sorted(de_menos)}")
            for f in filas:
                if f["regla"] in de_mas | de_menos:
                    print("   ", f)


if __name__ == "__main__":
    main()
