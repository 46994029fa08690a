-- False: the database holds what is no sandbox's.
select ensayo_marcar() as marcada
