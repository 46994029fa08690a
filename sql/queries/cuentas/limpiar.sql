-- What is of no more use: failures of a day ago, letters of a month ago, sessions over for three months, devices not seen for half a year. $1: now.
with intentos as (delete from cuenta_intento where ultimo_en < $1::timestamptz - interval '1 day'),
     cartas as (delete from cuenta_carta where creada_en < $1::timestamptz - interval '30 days'),
     equipos as (delete from cuenta_equipo where visto_en < $1::timestamptz - interval '180 days')
delete from sesion where vence_en < $1::timestamptz - interval '90 days'
