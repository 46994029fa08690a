/*
 * Under which terms the registry's data are given, and who gives them: said in the same words wherever they are. Libre Uso MX is the licence of Mexico's open
 * data: any use, commercial too, citing the source and the day, without misleading and without claiming official support.
 */
#ifndef BASE_LICENCIA_H
#define BASE_LICENCIA_H

#define LICENCIA_NOMBRE "Términos de Libre Uso MX de los Datos Abiertos"
#define LICENCIA_URI "https://datos.gob.mx/libreusomx"
#define PUBLICADOR_NOMBRE "Secretaría de Relaciones Exteriores"
#define PUBLICADOR_SIGLAS "SRE"
#define PUBLICADOR_AREA "Consultoría Jurídica"
#define PUBLICADOR_URI "https://www.gob.mx/sre"

#endif
